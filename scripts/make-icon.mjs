/**
 * @file Draws the app's icon, an S of glass tiles, as `assets/icon.svg` and `assets/icon.png`. Both are committed; run
 * it by hand after a change: `node scripts/make-icon.mjs`. Plain Node.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const assetsDir = join(dirname(dirname(fileURLToPath(import.meta.url))), 'assets');
const SIDE_PX = 1024;
const PLATE_MARGIN_PX = 64;
const PLATE_RADIUS_PX = 180;
const TILE_PX = 88;
const TILE_GAP_PX = 12;

/** '#' is a tile of the letter, '.' one of the ground. */
const letter = [
  '........',
  '..####..',
  '.##..#..',
  '..###...',
  '...###..',
  '..#..##.',
  '..####..',
  '........',
];
const letterColours = ['#ffd27a', '#ffb54d', '#f98f45', '#f2703f', '#ffe3a8'];
const groundColours = ['#0f766e', '#14857b', '#2a9d92', '#0c5f58', '#4fb3a6', '#187a70'];

/** The same number for the same tile each time: integer hash of two numbers (Wang's constants), 0..1. */
function noise(/** @type {number} */ column, /** @type {number} */ row) {
  let value = Math.imul(column + 1, 0x27d4eb2d) ^ Math.imul(row + 1, 0x165667b1);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value ^= value >>> 12;
  return (value >>> 0) / 2 ** 32;
}

function drawSvg() {
  const plateSide = SIDE_PX - 2 * PLATE_MARGIN_PX;
  const gridSide = letter.length * TILE_PX + (letter.length - 1) * TILE_GAP_PX;
  const start = (SIDE_PX - gridSide) / 2;
  const tiles = letter.flatMap((line, row) =>
    Array.from(line, (mark, column) => {
      const colours = mark === '#' ? letterColours : groundColours;
      const luck = noise(column, row);
      const colour = colours[Math.floor(luck * colours.length)];
      const left = start + column * (TILE_PX + TILE_GAP_PX);
      const top = start + row * (TILE_PX + TILE_GAP_PX);
      const tilt = ((luck * 7919) % 1) * 6 - 3;
      const centre = `${left + TILE_PX / 2} ${top + TILE_PX / 2}`;
      return `    <rect x="${left}" y="${top}" width="${TILE_PX}" height="${TILE_PX}" rx="14" fill="${colour}" transform="rotate(${tilt.toFixed(2)} ${centre})"/>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}" viewBox="0 0 ${SIDE_PX} ${SIDE_PX}">
  <clipPath id="plate"><rect x="${PLATE_MARGIN_PX}" y="${PLATE_MARGIN_PX}" width="${plateSide}" height="${plateSide}" rx="${PLATE_RADIUS_PX}"/></clipPath>
  <g clip-path="url(#plate)">
    <rect width="${SIDE_PX}" height="${SIDE_PX}" fill="#063b37"/>
${tiles.join('\n')}
  </g>
</svg>
`;
}

const svg = drawSvg();
await writeFile(join(assetsDir, 'icon.svg'), svg);
await sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toFile(join(assetsDir, 'icon.png'));
