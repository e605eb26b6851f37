/** @file Made-up photos: small landscapes, portraits and still lifes, drawn from their id. Pure; runs anywhere. */

export interface GeneratedPhoto {
  widthPx: number;
  heightPx: number;
  /** Top, ground and subject. */
  colours: [string, string, string];
  subject: 'sun' | 'hills' | 'figure' | 'flower';
  /** Roughly, for matching. */
  meanRgb: [number, number, number];
}

/** A number from 0 to 1 that depends on the id and the question only. */
export function drawn(photoId: number, question: number): number {
  let bits = Math.imul(photoId ^ Math.imul(question, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

export function generatedPhoto(photoId: number): GeneratedPhoto {
  const hue = drawn(photoId, 1) * 360;
  const lightness = 12 + drawn(photoId, 2) * 74;
  const saturation = drawn(photoId, 3) ** 1.5 * 75;
  const aspect = [1, 1, 1, 0.8, 1.333, 1.5][Math.floor(drawn(photoId, 4) * 6)]!;
  const side = 1080;
  const top: [number, number, number] = [hue, saturation, Math.min(94, lightness + 10)];
  const ground: [number, number, number] = [(hue + 30) % 360, saturation * 0.8, Math.max(4, lightness - 14)];
  const subject: [number, number, number] = [(hue + 200) % 360, saturation * 0.6, 100 - lightness];
  const mean = [top, ground].map((colour) => rgbOf(...colour));
  return {
    widthPx: aspect >= 1 ? side : Math.round(side * aspect),
    heightPx: aspect >= 1 ? Math.round(side / aspect) : side,
    colours: [cssOf(top), cssOf(ground), cssOf(subject)],
    subject: (['sun', 'hills', 'figure', 'flower'] as const)[Math.floor(drawn(photoId, 5) * 4)]!,
    meanRgb: [0, 1, 2].map((channel) => Math.round((mean[0]![channel]! + mean[1]![channel]!) / 2)) as [
      number,
      number,
      number,
    ],
  };
}

/** The photo as an SVG in a data address, its longest side as given. */
export function generatedPhotoUrl(photoId: number, longestSidePx: number): string {
  const { widthPx, heightPx, colours, subject } = generatedPhoto(photoId);
  const scale = longestSidePx / Math.max(widthPx, heightPx);
  const x = 20 + drawn(photoId, 6) * 60;
  const y = 25 + drawn(photoId, 7) * 25;
  const horizon = 48 + drawn(photoId, 8) * 30;
  const shapes = {
    sun: `<circle cx="${x}" cy="${y}" r="12" fill="${colours[2]}" opacity=".75"/>`,
    hills: `<path d="M0 ${horizon}L${x} ${y + 8}L100 ${horizon + 6}V100H0Z" fill="${colours[2]}" opacity=".4"/>`,
    figure: `<circle cx="${x}" cy="${y + 14}" r="10" fill="${colours[2]}" opacity=".6"/><path d="M${x - 22} 100Q${x} ${y + 8} ${x + 22} 100Z" fill="${colours[2]}" opacity=".6"/>`,
    flower: [0, 72, 144, 216, 288]
      .map(
        (turn) =>
          `<ellipse cx="${x}" cy="${y + 3}" rx="7" ry="14" transform="rotate(${turn} ${x} ${y + 16})" fill="${colours[2]}" opacity=".5"/>`,
      )
      .join(''),
  };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(widthPx * scale)}" height="${Math.round(heightPx * scale)}" viewBox="0 0 100 100" preserveAspectRatio="none"><defs><linearGradient id="g" x2="0.2" y2="1"><stop stop-color="${colours[0]}"/><stop offset="1" stop-color="${colours[1]}"/></linearGradient></defs><rect width="100" height="100" fill="url(#g)"/><rect y="${horizon}" width="100" height="60" fill="${colours[1]}" opacity=".55"/>${shapes[subject]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function cssOf([hue, saturation, lightness]: [number, number, number]): string {
  return `hsl(${hue.toFixed(0)} ${saturation.toFixed(0)}% ${lightness.toFixed(0)}%)`;
}

/** The usual conversion from hue (degrees), saturation and lightness (per cent) to 8-bit RGB. */
export function rgbOf(hue: number, saturation: number, lightness: number): [number, number, number] {
  const light = lightness / 100;
  const reach = (saturation / 100) * Math.min(light, 1 - light);
  const channel = (offset: number): number => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (light - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
