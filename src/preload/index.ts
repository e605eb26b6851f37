/**
 * @file The bridge: `window.smalti`, one named function for each route and a subscription for events. Runs in the
 * sandboxed preload script; imports no Node. Dropped files become paths here, out of the page's reach.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { SmaltiBridge } from '../shared/ipc/bridge.ts';
import { type EventName, eventNames } from '../shared/ipc/events.ts';
import { type RouteName, routeNames } from '../shared/ipc/route-names.ts';

const invoke = (route: RouteName, input?: unknown): Promise<unknown> =>
  ipcRenderer.invoke(`smalti:${route}`, input);

const domains: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> = {};
for (const route of routeNames) {
  const [domain, name] = route.split('.') as [string, string];
  // 'paths.register' would let the page name any path; it is reached through registerDrop only.
  if (domain === 'paths') continue;
  (domains[domain] ??= {})[name] = (input) => invoke(route, input);
}

const bridge = {
  ...domains,
  registerDrop: (files: File[]) =>
    invoke('paths.register', {
      paths: files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
    }),
  on: (name: EventName, listener: (payload: unknown) => void) => {
    if (!eventNames.includes(name)) throw new Error(`There is no event '${name}'.`);
    const relay = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(`smalti-event:${name}`, relay);
    return () => ipcRenderer.removeListener(`smalti-event:${name}`, relay);
  },
} as unknown as SmaltiBridge;

contextBridge.exposeInMainWorld('smalti', bridge);
