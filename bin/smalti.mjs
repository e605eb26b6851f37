#!/usr/bin/env node
/** @file The command `smalti`. In a checkout it builds the program first when a source is newer than the build. */
import { buildIsStale, buildProcesses, processesDir } from '../scripts/build-processes.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

if (await buildIsStale()) await buildProcesses();
await import(pathToFileURL(join(processesDir, 'smalti.mjs')).href);
