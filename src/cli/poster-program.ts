/** @file The options of the commands that make mosaics: `mosaic`, `export` and `page`. Plain Node. */
import { type Command, Option } from 'commander';
import { parseLengthMm, parsePaperSize } from '../core/sheet/sizes.ts';
import { weightPresets } from '../shared/project.ts';
import { LAB_RULES } from '../studio/preflight-labs.ts';
import { exportCommand, pageCommand } from './export-command.ts';
import { mosaicCommand } from './mosaic-command.ts';
import {
  orWrongUse,
  parseColour,
  parseDpi,
  parseGrid,
  parsePixels,
  parseQuality,
  parseStrength,
  parseTint,
  parseUses,
} from './option-values.ts';
import type { Output } from './output.ts';
import { parseQuota } from './quota-option.ts';

/** How a mosaic is made that no project says. Options without a default: one that is given is known as given. */
function withMosaicOptions(command: Command): Command {
  return command
    .option('--grid <columns>x<rows>', 'cells; without it as many as the photos can fill', parseGrid)
    .addOption(
      new Option('--weights <preset>', 'what matters more in the target; without it all of it alike').choices(
        weightPresets,
      ),
    )
    .option('--strength <factor>', 'how much more, 1 to 1000 (default: 10)', parseStrength)
    .option(
      '--reuse <times>',
      'how often one photo may be used, for libraries smaller than the grid (default: 1)',
      parseUses,
    )
    .option(
      '--quota <rule>',
      'how many tiles show photos of an author: "ana>=100", "ana<=20" or "100<=ana<=200"; may be repeated',
      parseQuota,
    )
    .option('--keep-faces', 'show the part of each photo that leaves its faces whole');
}

function withSolver(command: Command): Command {
  return command.addOption(
    new Option('--solver <name>', 'how to place the photos')
      .choices(['optimal', 'greedy'])
      .default('optimal'),
  );
}

/** What says which mosaic. */
function withSource(command: Command): Command {
  command
    .argument('[project]', 'a .smalti file; it is not changed')
    .option('--library <folder>', 'in place of a project: the folder with photos; it is scanned first')
    .option('--target <image>', 'with --library: the picture to imitate');
  return withSolver(withMosaicOptions(command));
}

const tintOption = (): Option =>
  new Option('--tint <strength>', 'tint tiles towards the target, 0 to 1; above 0 it is no true mosaic')
    .argParser(parseTint)
    .default(0);

export function declareMosaic(program: Command, json: Option, output: Output): void {
  const command = program
    .command('mosaic')
    .description(
      'Make a mosaic poster of a target picture from a folder of photos, each photo at most once unless --reuse says more.',
    )
    .requiredOption('--library <folder>', 'the folder with photos; it is scanned first')
    .requiredOption('--target <image>', 'the picture to imitate')
    .requiredOption('--out <file>', 'the poster to write: .png, .jpg or .jpeg');
  withSolver(withMosaicOptions(command))
    .option('--long-side <px>', 'pixels of the longer side', parsePixels, 6000)
    .option('--report <file>', 'also write the numbers: .json, or .html with pictures')
    .addOption(json)
    .addHelpText(
      'after',
      '\n--json: {columns, rows, photos, weights, reuse, quotas, faces, solver, cost, bound, gap, meanError, scoringMs, solveMs, greedyMeanError,\n' +
        '         poster, manifest, widthPx, heightPx, bytes, seconds}',
    )
    .action((options) => mosaicCommand(options, output));
}

export function declareExport(program: Command, json: Option, output: Output): void {
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
    .addOption(
      new Option('--background <colour>', 'of the gaps, like #f0f0f0')
        .argParser(parseColour)
        .default([255, 255, 255], 'white'),
    )
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
    .addOption(tintOption())
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

export function declarePage(program: Command, json: Option, output: Output): void {
  withSource(program.command('page'))
    .description('Make a folder with a page of the mosaic that opens by double-click, without a network.')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--title <text>', 'what stands above the mosaic')
    .addOption(tintOption())
    .option('--no-photos', 'without larger copies of the photos')
    .option('--no-dates', 'without dates')
    .option('--no-captions', 'without captions')
    .option('--authors', 'with the accounts that posted them')
    .option('--links', 'with links to the posts')
    .addOption(json)
    .addHelpText('after', '\n--json: {folder, indexFile, tiles, seconds}')
    .action((project: string | undefined, options) => pageCommand({ ...options, project }, output));
}
