/** Set by scripts/build-processes.mjs from package.json. */
declare const SMALTI_VERSION: string;
