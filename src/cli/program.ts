/** @file The terminal program's commands and options. Plain Node. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isCancelled, serializeError } from '../shared/errors.ts';
import { MOST_USES } from '../shared/rules.ts';
import { parseLengthMm, parsePaperSize } from '../core/sheet/sizes.ts';
import { LAB_RULES } from '../studio/preflight-labs.ts';
import { assignCommand } from './assign-command.ts';
import { exportCommand, pageCommand } from './export-command.ts';
import { mosaicCommand } from './mosaic-command.ts';
import { type Output, makeOutput } from './output.ts';
import { parseQuota } from './quota-option.ts';
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
    .addOption(new Option('--format <name>', 'kind of files').choices(['csv', 'json']).default('csv'))
    .addOption(json)
    .addHelpText('after', '\n--json: {tables: [{file, rows}]}')
    .action((folder: string, options) => tablesCommand({ ...options, folder }, output));

  program
    .command('mosaic')
    .description(
      'Make a mosaic poster of a target picture from a folder of photos, each photo at most once unless --reuse says more.',
    )
    .requiredOption('--library <folder>', 'the folder with photos; it is scanned first')
    .requiredOption('--target <image>', 'the picture to imitate')
    .requiredOption('--out <file>', 'the poster to write: .png, .jpg or .jpeg')
    .option('--grid <columns>x<rows>', 'cells; without it as many as the photos can fill', parseGrid)
    .option(
      '--reuse <times>',
      'how often one photo may be used, for libraries smaller than the grid',
      parseUses,
      1,
    )
    .option(
      '--quota <rule>',
      'how many tiles show photos of an author: "ana>=100", "ana<=20" or "100<=ana<=200"; may be repeated',
      parseQuota,
      [],
    )
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
      '\n--json: {columns, rows, photos, reuse, quotas, solver, cost, bound, gap, meanError, scoringMs, solveMs, greedyMeanError,\n' +
        '         poster, manifest, widthPx, heightPx, bytes, seconds}',
    )
    .action((options) => mosaicCommand(options, output));

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
      new Option('--solver <name>', 'how to solve').choices(['optimal', 'greedy']).default('optimal'),
    )
    .addOption(json)
    .addHelpText('after', '\n--json: {rows, columns, solver, cost, bound, gap, meanError, solveMs, out}')
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

function parseGrid(text: string): { columns: number; rows: number } {
  const match = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/i.exec(text);
  if (!match) throw new InvalidArgumentError('Write columns and rows like 50x50.');
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

function parseLimit(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Write a whole number above 0.');
  return count;
}

function parsePixels(text: string): number {
  const pixels = Number(text);
  if (!Number.isInteger(pixels) || pixels < 100 || pixels > 60_000)
    throw new InvalidArgumentError('Write a whole number of pixels from 100 to 60000.');
  return pixels;
}

/** What says which mosaic. */
function withSource(command: Command): Command {
  return command
    .argument('[project]', 'a .smalti file; it is not changed')
    .option('--library <folder>', 'in place of a project: the folder with photos; it is scanned first')
    .option('--target <image>', 'with --library: the picture to imitate')
    .option('--grid <columns>x<rows>', 'cells; without it as many as the photos can fill', parseGrid)
    .addOption(
      new Option('--solver <name>', 'how to place the photos')
        .choices(['optimal', 'greedy'])
        .default('optimal'),
    );
}

function declareExport(program: Command, json: Option, output: Output): void {
  withSource(program.command('export'))
    .description(
      'Make a mosaic poster for print: a file of exact size, with a manifest and a placement list.',
    )
    .requiredOption(
      '--size <paper>',
      'A0 to A4, or width x height like 61x91cm, 24x36in',
      orWrongUse(parsePaperSize),
    )
    .requiredOption('--out <file>', 'the poster to write: .tif, .jpg, .png or .pdf')
    .addOption(
      new Option('--orientation <way>', 'turn the paper; without it a project decides').choices([
        'portrait',
        'landscape',
      ]),
    )
    .option('--dpi <number>', 'pixels to the inch', parseDpi, 300)
    .option('--bleed <length>', 'printed and cut away, like 3mm', orWrongUse(parseLengthMm), 0)
    .addOption(
      new Option('--bleed-style <style>', 'how tiles go on in the bleed')
        .choices(['mirror', 'extend'])
        .default('mirror'),
    )
    .option('--margin <length>', 'safe margin, for the pre-flight', orWrongUse(parseLengthMm), 5)
    .option('--border <length>', 'white border', orWrongUse(parseLengthMm), 0)
    .option('--gap <length>', 'between tiles', orWrongUse(parseLengthMm), 0)
    .option('--background <colour>', 'of the gaps, like #ffffff', parseColour, [255, 255, 255])
    .option('--crop-marks', 'draw crop marks outside of the bleed')
    .addOption(
      new Option('--format <name>', 'without it by the ending of the file').choices([
        'tiff',
        'jpeg',
        'png',
        'pdf',
      ]),
    )
    .addOption(new Option('--compression <name>', 'of a TIFF').choices(['deflate', 'lzw', 'none']))
    .option('--quality <number>', 'of JPEG, 1 to 100', parseQuality, 92)
    .option('--lossless', 'a PDF with every pixel as it is, in place of a JPEG')
    .option('--profile <name>', 'srgb, p3, adobe-rgb, or the .icc file of a CMYK profile', 'srgb')
    .addOption(
      new Option('--intent <name>', 'how colours go into CMYK')
        .choices(['perceptual', 'relative', 'saturation'])
        .default('relative'),
    )
    .addOption(
      new Option('--lab <name>', 'pre-flight for a kind of print shop')
        .choices(LAB_RULES.map(({ id }) => id))
        .default('own-printer'),
    )
    .option(
      '--tint <strength>',
      'tint tiles towards the target, 0 to 1; above 0 it is no true mosaic',
      parseTint,
      0,
    )
    .option('--originals <folder>', 'a folder with larger originals, used where photos would be soft')
    .option('--certificate <file>', 'also write the certificate: .html or .pdf')
    .addOption(json)
    .addHelpText(
      'after',
      '\n--json: {columns, rows, photos, format, widthPx, heightPx, dpi, trimWidthMm, trimHeightMm, bleedMm, tileMm,\n' +
        '         softTiles, originalTiles, gap, poster, manifest, placement, findings: [{severity, sentence}], bytes, seconds}',
    )
    .action((project: string | undefined, options) => exportCommand({ ...options, project }, output));
}

function declarePage(program: Command, json: Option, output: Output): void {
  withSource(program.command('page'))
    .description('Make a folder with a page of the mosaic that opens by double-click, without a network.')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--title <text>', 'what stands above the mosaic')
    .option(
      '--tint <strength>',
      'tint tiles towards the target, 0 to 1; above 0 it is no true mosaic',
      parseTint,
      0,
    )
    .option('--no-photos', 'without larger copies of the photos')
    .option('--no-dates', 'without dates')
    .option('--no-captions', 'without captions')
    .option('--links', 'with links to the posts')
    .addOption(json)
    .addHelpText('after', '\n--json: {folder, indexFile, tiles, seconds}')
    .action((project: string | undefined, options) => pageCommand({ ...options, project }, output));
}

/** A parser of ours as commander wants it: a wrong value is wrong use. */
function orWrongUse<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      const { message, hint = '' } = serializeError(error);
      throw new InvalidArgumentError(`${message} ${hint}`);
    }
  };
}

function parseUses(text: string): number {
  const times = Number(text);
  if (!(Number.isInteger(times) && times >= 1 && times <= MOST_USES)) {
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MOST_USES}.`);
  }
  return times;
}

function parseDpi(text: string): number {
  const dpi = Number(text);
  if (!(dpi >= 30 && dpi <= 2400)) throw new InvalidArgumentError('Write a number from 30 to 2400.');
  return dpi;
}

function parseTint(text: string): number {
  const tint = Number(text);
  if (!(tint >= 0 && tint <= 1)) throw new InvalidArgumentError('Write a number from 0 to 1, such as 0.15.');
  return tint;
}

function parseQuality(text: string): number {
  const quality = Number(text);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new InvalidArgumentError('Write a whole number from 1 to 100.');
  return quality;
}

function parseColour(text: string): [number, number, number] {
  const match = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (!match) throw new InvalidArgumentError('Write a colour like #ffffff.');
  return [match[1]!, match[2]!, match[3]!].map((hex) => Number.parseInt(hex, 16)) as [number, number, number];
}
