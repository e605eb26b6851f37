/**
 * @file The one error type of Smalti and its codes. Runs everywhere; imports nothing.
 * An expected failure (a bad file, a full disk, too few photos) is a SmaltiError: it carries a code for programs, a
 * plain sentence for people and, where there is one, a hint what to do. Anything else that is thrown is a bug.
 */

/** What went wrong, as noun and state. Add a code here before you throw it. */
export type ErrorCode =
  // files and pictures
  | 'FILE_MISSING'
  | 'FILE_EMPTY'
  | 'FILE_UNREADABLE'
  | 'FOLDER_MISSING'
  | 'FOLDER_UNREADABLE'
  | 'FORMAT_UNKNOWN'
  | 'FORMAT_UNSUPPORTED'
  | 'PICTURE_DAMAGED'
  | 'PICTURE_TOO_LARGE'
  | 'METADATA_DAMAGED'
  | 'SIDECAR_DAMAGED'
  | 'ARCHIVE_DAMAGED'
  | 'DISK_FULL'
  | 'FILE_UNWRITABLE'
  // mosaics
  | 'PHOTOS_TOO_FEW'
  | 'GRID_INVALID'
  | 'RULES_INFEASIBLE'
  | 'PROBLEM_TOO_LARGE'
  | 'MATRIX_INVALID'
  | 'CERTIFICATE_FALSE'
  | 'SHEET_INVALID'
  | 'PROJECT_INVALID'
  | 'MANIFEST_INVALID'
  // library
  | 'LIBRARY_UNKNOWN'
  | 'LIBRARY_AWAY'
  | 'PHOTO_UNKNOWN'
  | 'CATALOGUE_DAMAGED'
  | 'CATALOGUE_TOO_NEW'
  | 'QUERY_INVALID'
  // processes and requests
  | 'CANCELLED'
  | 'JOB_UNKNOWN'
  | 'JOB_RUNNING'
  | 'PROCESS_EXITED'
  | 'PROCESS_BROKEN'
  | 'PROCESS_STOPPED'
  | 'REQUEST_UNKNOWN'
  | 'REQUEST_INVALID'
  | 'SENDER_FORBIDDEN'
  | 'USAGE_WRONG'
  | 'INTERNAL';

/** What crosses a process border in place of an Error. */
export interface SerializedError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** Only for INTERNAL: the original stack, for the log. */
  stack?: string;
}

/** An expected failure. `message` is a whole plain sentence, `hint` says what the person can do. */
export class SmaltiError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SmaltiError';
    this.code = code;
    this.hint = hint;
  }
}

/** Any thrown value as plain data. A value that is not a SmaltiError becomes INTERNAL and keeps its stack. */
export function serializeError(error: unknown): SerializedError {
  if (error instanceof SmaltiError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  if (error instanceof Error) {
    if (error.name === 'AbortError') return { code: 'CANCELLED', message: 'The job was cancelled.' };
    return {
      code: 'INTERNAL',
      message: error.message,
      ...(error.stack === undefined ? {} : { stack: error.stack }),
    };
  }
  return { code: 'INTERNAL', message: String(error) };
}

/** The inverse of serializeError. */
export function deserializeError(data: SerializedError): SmaltiError {
  const error = new SmaltiError(data.code, data.message, data.hint);
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}

/** True for an error that stands for a cancelled job. */
export function isCancelled(error: unknown): boolean {
  return serializeError(error).code === 'CANCELLED';
}
