/** @file Facets and their values as people call them, and a whole question as a list of chips. Pure; runs anywhere. */
import { LARGEST_COLOUR_COUNT } from '../../../../shared/query.ts';
import type { Facet, FacetFilter, FilterName, PhotoQuery, Range } from '../../../../shared/query.ts';
import { formatCounted, formatDates, formatHexColour, formatPercent } from '../../../format/format.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const facetTitles: Record<Facet, string> = {
  kind: 'Kind',
  section: 'Section',
  backupFormat: 'Backup',
  format: 'File format',
  shape: 'Shape',
  year: 'Year',
  month: 'Month',
  weekday: 'Weekday',
  hour: 'Hour',
  author: 'Author',
  camera: 'Camera',
  hashtag: 'Hashtag',
  hashtagCount: 'Hashtags per post',
  mention: 'Mention',
  majorHue: 'Major hue',
  colourFamily: 'Colour',
  colourName: 'Named colour',
  problem: 'Problem',
  companions: 'Copies and bursts',
  faces: 'Faces',
  favourite: 'Favourite',
  excluded: 'Excluded',
};

const valueWords: Partial<Record<Facet, Record<string, string>>> = {
  kind: { photo: 'Photos', video: 'Videos' },
  section: {
    post: 'Posts',
    story: 'Stories',
    reel: 'Reels',
    cover: 'Covers',
    profile: 'Profile pictures',
    archived: 'Archived',
    direct: 'Messages',
    deleted: 'Recently deleted',
    other: 'Other',
  },
  backupFormat: {
    photodesk: 'Photodesk',
    'instagram-export': 'Instagram’s export',
    instaloader: 'Instaloader',
    'gallery-dl': 'gallery-dl',
    '4k-stogram': '4K Stogram',
    'yt-dlp': 'yt-dlp',
    instagrapi: 'instagrapi',
    'instagram-scraper': 'instagram-scraper',
    flickr: 'Flickr',
    'google-takeout': 'Google Takeout',
    plain: 'Plain folder',
  },
  shape: { landscape: 'Landscape', portrait: 'Portrait', square: 'Square', panorama: 'Panorama' },
  companions: {
    copy: 'Same picture in another file',
    download: 'Same file fetched again',
    burst: 'Shots of one moment',
  },
  faces: {
    0: 'No face',
    1: 'One face',
    2: 'Two faces',
    3: 'Three or more faces',
    unknown: 'Not looked at yet',
  },
  favourite: { yes: 'Favourites', no: 'No favourites' },
  excluded: { yes: 'Excluded from mosaics', no: 'Allowed in mosaics' },
  problem: {
    FILE_EMPTY: 'Empty file',
    FORMAT_UNKNOWN: 'Unknown format',
    FORMAT_UNSUPPORTED: 'Unsupported format',
    PICTURE_DAMAGED: 'Damaged picture',
    PICTURE_TOO_LARGE: 'Too large',
    METADATA_DAMAGED: 'Damaged metadata',
    SIDECAR_DAMAGED: 'Damaged sidecar',
  },
};

/** A facet's value as people read it. */
export function valueTitle(facet: Facet, value: string): string {
  const known = valueWords[facet]?.[value];
  if (known !== undefined) return known;
  if (facet === 'weekday') return weekdays[Number(value) - 1] ?? value;
  if (facet === 'hour') return `${value.padStart(2, '0')}:00`;
  if (facet === 'month') return monthTitle(value);
  if (facet === 'hashtagCount') return hashtagCountTitle(value);
  if (facet === 'hashtag') return `#${value}`;
  if (facet === 'mention') return `@${value}`;
  if (facet === 'format') return value.toUpperCase();
  if (facet === 'majorHue' || facet === 'colourFamily') return value.charAt(0).toUpperCase() + value.slice(1);
  return value;
}

function hashtagCountTitle(value: string): string {
  if (value === '0') return 'No hashtags';
  return value === '30' ? '30 or more hashtags' : formatCounted(Number(value), 'hashtag');
}

function monthTitle(value: string): string {
  const [year, month] = value.split('-');
  return `${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** A filter of a question, as a chip that can be taken away. */
export interface FilterChip {
  key: string;
  /** What is filtered: 'Hashtag'. */
  title: string;
  text: string;
  /** Which list of a facet's filter the value stands in; 'include' for everything else. */
  list: keyof FacetFilter;
  /** '#rrggbb' of a colour filter. */
  colour: string | null;
  name: FilterName;
  /** The one value that the chip stands for; null: the whole filter. */
  value: string | null;
}

/** Every filter of a question, in the order in which it is read. */
export function filterChips(query: PhotoQuery): FilterChip[] {
  const plain = { list: 'include', colour: null, value: null } as const;
  const chips: FilterChip[] = [];
  if (query.photoIds !== undefined) {
    const text = formatCounted(query.photoIds.length, 'picked photo');
    chips.push({ ...plain, key: 'picked', title: 'Only', text, name: { kind: 'picked' } });
  }
  if (query.text !== undefined) {
    chips.push({ ...plain, key: 'text', title: 'Words', text: `“${query.text}”`, name: { kind: 'text' } });
  }
  for (const [position, { rgb, of }] of (query.colours ?? []).slice(0, LARGEST_COLOUR_COUNT).entries()) {
    const hex = formatHexColour(rgb);
    const title = of === 'palette' ? 'Has' : of === 'accent' ? 'Accent' : 'Dominant';
    chips.push({
      ...plain,
      key: `colour ${position}`,
      title,
      text: hex,
      colour: hex,
      name: { kind: 'colour', position },
    });
  }
  for (const [range, { from, to }] of Object.entries(query.ranges ?? {})) {
    const name = range as Range;
    chips.push({
      ...plain,
      key: `range ${range}`,
      title: rangeTitles[name],
      text: rangeText(name, from, to),
      name: { kind: 'range', range: name },
    });
  }
  for (const [facet, filter] of Object.entries(query.facets ?? {})) {
    const name = { kind: 'facet', facet: facet as Facet } as const;
    for (const list of ['include', 'all', 'exclude'] as const) {
      for (const value of filter[list] ?? []) {
        chips.push({
          ...plain,
          key: `${facet} ${list} ${value}`,
          title: facetTitles[name.facet],
          text: valueTitle(name.facet, value),
          list,
          name,
          value,
        });
      }
    }
  }
  return chips;
}

const listWords: Record<keyof FacetFilter, string> = { include: '', all: 'also ', exclude: 'not ' };

/** What a chip says: 'also #snow'. */
export function chipText({ list, text }: FilterChip): string {
  return listWords[list] + text;
}

export const rangeTitles: Record<Range, string> = {
  hueDegrees: 'Hue',
  lightness: 'Lightness',
  chroma: 'Colourfulness',
  shownAtMs: 'Date',
};

function rangeText(range: Range, from: number, to: number): string {
  if (range === 'shownAtMs') return formatDates(from, to);
  if (range === 'hueDegrees') return `${Math.round(from)}° – ${Math.round(to)}°`;
  if (range === 'lightness') return `${formatPercent(from, 0)} – ${formatPercent(Math.min(1, to), 0)}`;
  return `${from.toFixed(2)} – ${to.toFixed(2)}`;
}

/** A filter in words, for 'without … there would be 12 photos'. */
export function filterTitle(query: PhotoQuery, name: FilterName): string {
  const chips = filterChips(query).filter((chip) => JSON.stringify(chip.name) === JSON.stringify(name));
  const [first] = chips;
  if (first === undefined) return '';
  const texts = chips.map(chipText);
  const shown = texts.length > 3 ? [...texts.slice(0, 3), `${texts.length - 3} more`] : texts;
  return `${first.title} ${shown.join(', ')}`;
}

/** The whole question in a few words: 'blue, 2019'. */
export function queryTitle(query: PhotoQuery): string {
  const texts = filterChips(query).map(chipText);
  const shown = texts.length > 4 ? [...texts.slice(0, 4), `${texts.length - 4} more`] : texts;
  return shown.join(', ');
}
