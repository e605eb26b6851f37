/** @file The terminal program's commands and options. Plain Node. */
import { Command, CommanderError, Option } from 'commander';
import { isCancelled, serializeError } from '../shared/errors.ts';
import { TABLE_FORMATS } from '../shared/explorer.ts';
import { assignCommand } from './assign-command.ts';
import { parseLimit } from './option-values.ts';
import { makeOutput } from './output.ts';
import { declareExport, declareMosaic, declarePage } from './poster-program.ts';
import { scanCommand } from './scan-command.ts';
import { verifyCommand } from './verify-command.ts';
import { searchCommand } from './search-command.ts';
import { tablesCommand } from './tables-command.ts';

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
    .command('search')
    .argument('<library>', 'the folder with photos; it is scanned if it never was')
    .argument('<query>', 'words and filters, such as: "harbour tag:sea -author:ana year:2019 colour:teal"')
    .description('Find photos by words, colours, dates, tags and all else that is known of them.')
    .option('--limit <count>', 'photos that are listed', parseLimit, 1000)
    .addOption(json)
    .addHelpText(
      'after',
      '\nA minus before a filter excludes. Others: author:, camera:, kind:, month:2019-08, from:2019-08-01, to:2019-08-31,\n' +
        'accent:, palette:, named:, sort:hue, sort:-date. A filter that does not exist is answered with all there are.\n' +
        '--json: {found, total, poolCount, elapsedMs, photos: [{photoId, file, date, author, caption, hashtags,\n' +
        '         mediaId, shortcode, colour}]}',
    )
    .action((folder: string, query: string, options) => searchCommand({ ...options, folder, query }, output));

  program
    .command('tables')
    .argument('<library>', 'the folder with photos; it is scanned if it never was')
    .description(
      'Write all that is known of a library as tables: photos, posts, colours, palettes, hashtags, problems.',
    )
    .requiredOption('--out <folder>', 'the folder to write into; it is made')
    .addOption(new Option('--format <name>', 'kind of files').choices(TABLE_FORMATS).default('csv'))
    .addOption(json)
    .addHelpText('after', '\n--json: {tables: [{file, rows}]}')
    .action((folder: string, options) => tablesCommand({ ...options, folder }, output));

  declareMosaic(program, json, output);
  declareExport(program, json, output);
  declarePage(program, json, output);

  let isRefuted = false;
  program
    .command('verify')
    .argument('<poster>', 'the poster as it was exported')
    .argument('<manifest>', 'the .manifest.json file beside it')
    .description('Check a poster: every tile against its photo, the certificate by plain arithmetic.')
    .option(
      '--library <folder>',
      'the folder with the photos; without it tiles are compared with hashes only',
    )
    .option('--originals <folder>', 'the folder of originals that was given to the export')
    .option('--profile <file>', 'for a CMYK poster: the profile it was made with')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExit code 0 if nothing is wrong, 1 if something is.\n' +
        '--json: {passed, verdict, isTrueMosaic, checks: [{name, passed, sentence}], tilesCompared,\n' +
        '         wrongTiles: [{column, row, file, reason}], pairsChecked, seconds}',
    )
    .action(async (poster: string, manifest: string, options) => {
      isRefuted = !(await verifyCommand({ ...options, poster, manifest }, output)).passed;
    });

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
      new Option(
        '--solver <name>',
        'how to solve; lp (javascript-lp-solver) and highs take small matrices only',
      )
        .choices(['optimal', 'greedy', 'lp', 'highs'])
        .default('optimal'),
    )
    .addOption(json)
    .addHelpText(
      'after',
      '\n--json: {rows, columns, solver, cost, bound, gap, meanError, histogram, solveMs, memoryBytes, out}',
    )
    .action((matrix: string, options) => assignCommand({ ...options, matrix }, output));

  try {
    await program.parseAsync(words, { from: 'user' });
    return isRefuted ? EXIT_FAILED : EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_WRONG_USE;
    output.error(error);
    if (isCancelled(error)) return EXIT_FAILED;
    return serializeError(error).code === 'USAGE_WRONG' ? EXIT_WRONG_USE : EXIT_FAILED;
  }
}
