/** @file The type of `window.smalti`, the only thing the page can reach. Types only. */
import type { EventName, EventPayloads } from './events.ts';
import type { RouteName } from './route-names.ts';
import type { RouteInput, RouteOutput, RouteResult } from './routes.ts';

type Domain<Name extends RouteName> = Name extends `${infer D}.${string}` ? D : never;

/** `window.smalti.library.scan({ libraryId })` for route 'library.scan'. Answers the envelope, never throws. */
type RouteFunctions = {
  [D in Domain<RouteName>]: {
    [Name in RouteName as Name extends `${D}.${infer Rest}` ? Rest : never]: (
      ...input: RouteInput<Name> extends undefined ? [] : [RouteInput<Name>]
    ) => Promise<RouteResult<RouteOutput<Name>>>;
  };
};

export interface SmaltiBridge extends Omit<RouteFunctions, 'paths'> {
  /** Registers dropped files and folders; their paths go to the main process without passing through the page. */
  registerDrop(files: File[]): Promise<RouteResult<RouteOutput<'paths.register'>>>;
  /** Subscribes; the answer unsubscribes. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayloads[Name]) => void): () => void;
}
