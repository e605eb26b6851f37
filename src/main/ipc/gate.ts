/**
 * @file The only door from the window into the main process. Checks who asks, checks what is asked, and always answers
 * an envelope, because ipcMain.handle would strip an error's code. Electron main process.
 */
import { type IpcMainInvokeEvent, type WebFrameMain, ipcMain } from 'electron';
import { SmaltiError, serializeError } from '../../shared/errors.ts';
import { routeNames } from '../../shared/ipc/route-names.ts';
import { type RouteHandlers, type RouteResult, routes } from '../../shared/ipc/routes.ts';
import type { Log } from '../log.ts';

/** Opens the gate for every route of the contract. Bugs (INTERNAL) go to the log with their stack. */
export function openGate(
  handlers: RouteHandlers,
  isTrustedFrame: (frame: WebFrameMain | null) => boolean,
  log: Log,
): void {
  for (const name of routeNames) {
    ipcMain.handle(
      `smalti:${name}`,
      async (event: IpcMainInvokeEvent, rawInput: unknown): Promise<RouteResult<unknown>> => {
        try {
          if (!isTrustedFrame(event.senderFrame))
            throw new SmaltiError('SENDER_FORBIDDEN', `A page that is not Smalti's own asked for ${name}.`);
          const input = routes[name].input.safeParse(rawInput);
          if (!input.success)
            throw new SmaltiError('REQUEST_INVALID', `${name} was asked wrongly: ${input.error.message}`);
          return { ok: true, data: await handlers[name](input.data as never) };
        } catch (error) {
          const serialized = serializeError(error);
          if (serialized.code === 'INTERNAL' || serialized.code === 'SENDER_FORBIDDEN')
            log.error({ route: name, error: serialized }, 'request failed');
          const { stack: _stack, ...shown } = serialized;
          return { ok: false, error: shown };
        }
      },
    );
  }
}
