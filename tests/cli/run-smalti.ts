/** @file Starts the terminal program as a person does, and waits for its end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** @param home the data folder; not the person's own */
export function runSmalti(
  home: string,
  words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/smalti.mjs'), ...words], {
      env: { ...process.env, SMALTI_HOME: home },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
