/** @file Pictures that the made-up main process has drawn, by name. Runs in the preview. */
const urls = new Map<string, string>();

export function pictureUrl(name: string): string {
  return urls.get(name) ?? '';
}

export async function storePicture(name: string, canvas: HTMLCanvasElement): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  if (blob !== null) urls.set(name, URL.createObjectURL(blob));
}
