/** @file The terminal program's commands and options. Plain Node. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isCancelled, serializeError } from '../shared/errors.ts';
import { assignCommand } from './assign-command.ts';
import { mosaicCommand } from './mosaic-command.ts';
import { makeOutput } from './output.ts';
import { scanCommand } from './scan-command.ts';

const EXIT_DONE = 0;
const EXIT_FAILED = 1;
const EXIT_WRONG_USE = 2;

/** Runs one command line. @returns the exit code: 0 done, 1 failed, 2 wrong use */
export async function runProgram(words: string[]): Promise<number> {
  const output = makeOutput(words.includes('--json'));
  const program = new Command('smalti')
    .description(
      'Know your photos and make true photo mosaics of them, with a proof. Nothing leaves this computer.',
    )
    .version(SMALTI_VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`smalti: ${text}`) })
    .showHelpAfterError('Run "smalti --help" or "smalti COMMAND --help" for what is possible.')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong use. Progress goes to standard error.');
  const json = new Option('--json', 'write the result as one JSON object');

  program
    .command('scan')
    .argument('<folder>', 'the folder with photos')
    .description('Read a folder of photos into its catalogue. Files that did not change are not read again.')
    .addOption(json)
    .addHelpText(
      'after',
      '\n--json: {photos, videos, unchanged, missing, problems: [{file, code, message}], seconds}',
    )
    .action((folder: string) => scanCommand({ folder }, output));

  program
    .command('mosaic')
    .description('Make a mosaic poster of a target picture from a folder of photos, each photo at most once.')
    .requiredOption('--library <folder>', 'the folder with photos; it is scanned first')
    .requiredOption('--target <image>', 'the picture to imitate')
    .requiredOption('--out <file>', 'the poster to write: .png, .jpg or .jpeg')
    .option('--grid <columns>x<rows>', 'cells; without it as many as the photos can fill', parseGrid)
    .addOption(
      new Option('--solver <name>', 'how to place the photos')
        .choices(['optimal', 'greedy'])
        .default('optimal'),
    )
    .option('--long-side <px>', 'pixels of the longer side', parsePixels, 6000)
    .option('--report <file>', 'also write the numbers: .json, or .html with pictures')
    .addOption(json)
    .addHelpText(
      'after',
      '\n--json: {columns, rows, photos, solver, cost, bound, gap, meanError, scoringMs, solveMs, greedyMeanError,\n' +
        '         poster, manifest, widthPx, heightPx, bytes, seconds}',
    )
    .action((options) => mosaicCommand(options, output));

  program
    .command('assign')
    .argument(
      '<matrix>',
      'a NumPy .npy matrix of costs (float32, float64 or int32): rows = photos, columns = cells',
    )
    .description(
      'Solve an assignment problem: every column gets one row, each row at most once, least total cost.',
    )
    .requiredOption('--out <file>', 'the placement to write, as JSON')
    .addOption(
      new Option('--solver <name>', 'how to solve').choices(['optimal', 'greedy']).default('optimal'),
    )
    .addOption(json)
    .addHelpText('after', '\n--json: {rows, columns, solver, cost, bound, gap, meanError, solveMs, out}')
    .action((matrix: string, options) => assignCommand({ ...options, matrix }, output));

  try {
    await program.parseAsync(words, { from: 'user' });
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_WRONG_USE;
    output.error(error);
    if (isCancelled(error)) return EXIT_FAILED;
    return serializeError(error).code === 'USAGE_WRONG' ? EXIT_WRONG_USE : EXIT_FAILED;
  }
}

function parseGrid(text: string): { columns: number; rows: number } {
  const match = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/i.exec(text);
  if (!match) throw new InvalidArgumentError('Write columns and rows like 50x50.');
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

function parsePixels(text: string): number {
  const pixels = Number(text);
  if (!Number.isInteger(pixels) || pixels < 100 || pixels > 60_000)
    throw new InvalidArgumentError('Write a whole number of pixels from 100 to 60000.');
  return pixels;
}
