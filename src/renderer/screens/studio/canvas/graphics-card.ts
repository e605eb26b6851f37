/** @file Whether the window draws on a graphics card. Runs in the window. */

/**
 * False where the processor stands in for one, as in virtual machines, and where WebGL is missing altogether: there a
 * plain canvas draws many times faster, and leaves the processor to the solver.
 */
export function hasGraphicsCard(): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = names === null ? '' : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software/i.test(renderer);
}
