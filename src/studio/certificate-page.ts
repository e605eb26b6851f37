/**
 * @file The certificate a person can keep with a poster: one HTML file, or a PDF. Everything comes from the manifest.
 * Node, no Electron. No path of this machine, no script in the page.
 */
import PdfDocument from 'pdfkit';
import { describeLength } from '../core/sheet/sizes.ts';
import { writeStreamWhole, writeTextWhole } from '../files/whole-file.ts';
import { placementsText, quotaText } from '../shared/quota-text.ts';
import { escapeHtml, openPage } from './html-text.ts';
import type { Manifest } from './manifest.ts';

interface CertificateText {
  title: string;
  verdict: string;
  facts: [name: string, value: string][];
  proof: string[];
  placements: { row: number; column: number; date: string; caption: string }[];
}

const MAX_CAPTION = 90;
const PDF_MARGIN_POINTS = 56;

/** Writes the certificate as .html or .pdf, by the ending of the name. */
export async function writeCertificate(file: string, manifest: Manifest): Promise<void> {
  const text = certificateText(manifest);
  if (file.toLowerCase().endsWith('.pdf')) {
    await writeStreamWhole(file, pdfOf(text));
  } else {
    await writeTextWhole(file, htmlOf(text));
  }
}

function certificateText(manifest: Manifest): CertificateText {
  const { poster, sheet, grid, cost, certificate, tiles, target, reuseLimit } = manifest;
  const isProven = certificate !== null && cost.gap === 0;
  const count = (value: number): string => value.toLocaleString('en');
  return {
    title: `Certificate of the mosaic of ${target.name.replace(/\.[^.]+$/, '')}`,
    verdict: [
      usesText(manifest),
      isProven
        ? `Its placement is proven optimal: no other placement ${placementsText(reuseLimit, certificate?.quotas.length ?? 0)} has a lower total error.`
        : `Its total error is at most ${(cost.gap * 100).toFixed(2)} % above the least possible one.`,
    ].join(' '),
    facts: [
      ['Tiles', `${count(tiles.length)} in ${count(grid.columns)} columns and ${count(grid.rows)} rows`],
      ['Uses of a photo', reuseLimit === 1 ? 'each at most once' : `each up to ${count(reuseLimit)} times`],
      ['Chosen from', certificate === null ? 'not recorded' : `${count(certificate.photoCount)} photos`],
      [
        'Paper',
        `${(sheet.widthMm / 10).toFixed(1)} x ${(sheet.heightMm / 10).toFixed(1)} cm at ${sheet.dpi} dpi`,
      ],
      ['Each photo', describeLength(Math.min(sheet.tileWidthMm, sheet.tileHeightMm))],
      ['File', `${poster.file}, ${count(poster.widthPx)} x ${count(poster.heightPx)} pixels`],
      ['SHA-256 of the file', poster.sha256],
      [
        'Colour adjustment',
        manifest.colourAdjustment.tint === 0
          ? 'none'
          : `tiles tinted towards the target by up to ${Math.round(manifest.colourAdjustment.tint * 100)} %`,
      ],
    ],
    proof: [
      ...(certificate?.quotas ?? []).map(quotaText),
      `Measure: ${cost.measure}.`,
      `Total error of this placement: ${cost.total.toFixed(9)}. Least possible total error: ${cost.bound.toFixed(9)}.`,
      certificate === null
        ? 'No dual values are recorded.'
        : `The manifest holds one number for each of the ${count(tiles.length)} cells and each of the ${count(certificate.photoDuals.length)} ${certificate.photoDuals.length === certificate.photoCount ? 'photos' : 'places that the rules make of the photos'} (dual values). For none of the ${count(tiles.length * certificate.photoDuals.length)} pairs do the two numbers add up to more than the error of the photo in the cell; so no placement can cost less than their sum${certificate.quotas.length === 0 ? '' : ', in which each rule by author counts with its price'}. Anyone can check this with: smalti verify ${poster.file} ${poster.file}.manifest.json`,
    ],
    placements: tiles.map((tile) => ({
      row: tile.row + 1,
      column: tile.column + 1,
      date: tile.date?.slice(0, 10) ?? '',
      caption: shortened(tile.caption ?? ''),
    })),
  };
}

/** What a tile is, and how often a photo is used. */
function usesText({ isTrueMosaic, colourAdjustment, reuseLimit, spread, certificate }: Manifest): string {
  if (isTrueMosaic) {
    return 'This is a true photo mosaic: every tile is one whole photo, unblended, and no photo is used twice.';
  }
  if (colourAdjustment.tint > 0) {
    return `Tiles were tinted towards the target by up to ${Math.round(colourAdjustment.tint * 100)} %: this is not a true photo mosaic.`;
  }
  const groups = certificate?.uses.groups.length ?? 0;
  return [
    `Every tile is one whole photo, unblended, but photos are used up to ${reuseLimit} times: this is not a mosaic of photos used once.`,
    ...(groups > 0 ? [`${groups} groups of photos that show nearly the same count as one photo each.`] : []),
    ...(spread === null ? [] : ['Tiles that show the same were moved apart after the optimum was found.']),
  ].join(' ');
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_CAPTION ? line : `${line.slice(0, MAX_CAPTION - 1)}…`;
}

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1d; background: #fff; }
h1 { font-size: 1.6rem; } th { text-align: left; padding-right: 1rem; vertical-align: top; font-weight: 600; }
td { overflow-wrap: anywhere; } .verdict { font-size: 1.15rem; border-left: 4px solid #2c7a4b; padding-left: 1rem; }
.places { font-size: 0.8rem; } .places td { padding-right: 0.8rem; }`;

function htmlOf({ title, verdict, facts, proof, placements }: CertificateText): string {
  return `${openPage(title, STYLE)}
<h1>${escapeHtml(title)}</h1>
<p class="verdict">${escapeHtml(verdict)}</p>
<table>${facts.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('\n')}</table>
<h2>The proof</h2>
${proof.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<h2>Where every photo is</h2>
<table class="places"><thead><tr><th>Row</th><th>Column</th><th>Date</th><th>Caption</th></tr></thead><tbody>
${placements.map(({ row, column, date, caption }) => `<tr><td>${row}</td><td>${column}</td><td>${date}</td><td>${escapeHtml(caption)}</td></tr>`).join('\n')}
</tbody></table>
</body>
</html>
`;
}

/** The PDF leaves the long list out: its built-in fonts know Western letters only, and captions may be in any. */
function pdfOf({ title, verdict, facts, proof }: CertificateText): InstanceType<typeof PdfDocument> {
  const pdf = new PdfDocument({
    size: 'A4',
    margin: PDF_MARGIN_POINTS,
    info: { Title: title, Producer: 'Smalti' },
  });
  pdf.font('Helvetica-Bold').fontSize(20).text(title);
  pdf.moveDown().font('Helvetica').fontSize(13).text(verdict).moveDown();
  for (const [name, value] of facts) {
    pdf.fontSize(11).font('Helvetica-Bold').text(`${name}: `, { continued: true });
    pdf.font('Helvetica').text(value);
  }
  pdf.moveDown().font('Helvetica-Bold').fontSize(14).text('The proof').font('Helvetica').fontSize(11);
  for (const line of proof) pdf.moveDown(0.5).text(line);
  pdf
    .moveDown()
    .text('Where every photo is stands in the placement list and the manifest beside the poster.');
  pdf.end();
  return pdf;
}
