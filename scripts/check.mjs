/** @file `npm run check`: types, lint, format, layer rules, unused code. Runs all of them and fails if any fails. */
import { spawnSync } from 'node:child_process';

/** @type {[name: string, command: string, ...parameters: string[]][]} */
const steps = [
  ['types (node)', 'tsc', '-p', 'tsconfig.json'],
  ['types (tests of the window)', 'tsc', '-p', 'tsconfig.window.json'],
  ['types (renderer)', 'tsc', '-p', 'tsconfig.renderer.json'],
  ['lint', 'oxlint', '--deny-warnings', 'src', 'tests', 'bench', 'scripts', 'bin'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['layers', 'depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'],
  ['unused code', 'knip'],
];

let failed = 0;
for (const [name, command, ...parameters] of steps) {
  process.stdout.write(`${name}: `);
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', command, ...parameters], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  console.log(status === 0 ? 'ok' : 'failed');
  if (status !== 0) {
    failed += 1;
    console.log(`${stdout}${stderr}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
