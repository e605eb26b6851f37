/**
 * @file The types with which a child process is declared and used. No Node, no Electron.
 * A contract is an interface: request name -> [request, reply, progress].
 */

export interface RequestOptions<Progress> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** The side that asks: one child process or a pool of them behind the same three operations. */
export interface ProcessClient<Contract> {
  request<Name extends keyof Contract & string>(
    name: Name,
    payload: Contract[Name] extends [infer Request, unknown, unknown] ? Request : never,
    options?: RequestOptions<Contract[Name] extends [unknown, unknown, infer Progress] ? Progress : never>,
  ): Promise<Contract[Name] extends [unknown, infer Reply, unknown] ? Reply : never>;
  /** Ends the children; requests that wait are rejected with PROCESS_STOPPED. The client cannot be used afterwards. */
  stop(): Promise<void>;
}

/** What a handler gets beside the request. */
export interface HandlerContext<Progress> {
  signal: AbortSignal;
  report(progress: Progress): void;
}

/** The side that answers: one function for each request of the contract. */
export type ProcessHandlers<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends [infer Request, infer Reply, infer Progress]
    ? (request: Request, context: HandlerContext<Progress>) => Promise<Reply> | Reply
    : never;
};
