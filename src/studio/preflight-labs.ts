/**
 * @file What kinds of print shops take, as data with a reason for every rule. Pure.
 * The figures are those that shops commonly publish; a shop's own sheet goes before them.
 */
import type { LabRules } from '../shared/poster.ts';

/** Rules by kind of shop, the most common first. */
export const LAB_RULES: readonly LabRules[] = [
  {
    id: 'photo-lab',
    name: 'Photo lab or online poster shop',
    about: 'Takes sRGB JPEG uploads of up to 200 MB and prints edge to edge.',
    formats: ['jpeg'],
    profiles: ['srgb'],
    leastDpi: 150,
    maxBytes: 200e6,
    maxSidePx: 65_535,
    leastBleedMm: 0,
    leastSafeMarginMm: 3,
    cropMarks: 'forbidden',
  },
  {
    id: 'fine-art',
    name: 'Fine-art printer',
    about: 'Takes TIFF or JPEG with an embedded RGB profile, also wider ones than sRGB.',
    formats: ['tiff', 'jpeg'],
    profiles: ['srgb', 'adobe-rgb', 'display-p3'],
    leastDpi: 200,
    maxBytes: 4e9,
    maxSidePx: null,
    leastBleedMm: 0,
    leastSafeMarginMm: 3,
    cropMarks: 'forbidden',
  },
  {
    id: 'press',
    name: 'Printing press (offset or digital)',
    about: 'Takes PDF or TIFF in the CMYK profile it names, with 3 mm bleed that is cut away.',
    formats: ['pdf', 'tiff'],
    profiles: ['cmyk'],
    leastDpi: 225,
    maxBytes: 2e9,
    maxSidePx: null,
    leastBleedMm: 3,
    leastSafeMarginMm: 3,
    cropMarks: 'allowed',
  },
  {
    id: 'large-format',
    name: 'Large-format printer (banner, wall)',
    about: 'Prints at 100 to 150 dpi and cuts away 5 mm or more.',
    formats: ['pdf', 'tiff', 'jpeg'],
    profiles: ['srgb', 'adobe-rgb', 'display-p3', 'cmyk'],
    leastDpi: 100,
    maxBytes: null,
    maxSidePx: null,
    leastBleedMm: 5,
    leastSafeMarginMm: 5,
    cropMarks: 'allowed',
  },
  {
    id: 'own-printer',
    name: 'Own printer, or a shop that takes anything',
    about: 'No rules but those of the paper.',
    formats: ['tiff', 'jpeg', 'png', 'pdf'],
    profiles: ['srgb', 'adobe-rgb', 'display-p3', 'cmyk'],
    leastDpi: 100,
    maxBytes: null,
    maxSidePx: null,
    leastBleedMm: 0,
    leastSafeMarginMm: 0,
    cropMarks: 'allowed',
  },
];
