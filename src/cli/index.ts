/** @file Starts the terminal program `smalti`. Plain Node. */
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2));
