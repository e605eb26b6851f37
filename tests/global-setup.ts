/** @file Runs once before the tests: builds the child processes, so that tests start the same files as the app does. */
import { buildProcesses } from '../scripts/build-processes.mjs';

export default async function setup(): Promise<void> {
  await buildProcesses();
}
