/** @file The HTML of a mosaic's report. Pure: numbers and pictures in, text out; no script in the page. */
import { errorHistogram, valueRange } from '../core/assignment/histogram.ts';
import type { MosaicReport } from '../engine/contract.ts';
import type { SolveReport } from '../core/assignment/report.ts';
import type { Grid } from '../core/grid.ts';
import type { ExportSummary } from '../shared/mosaic.ts';
import { placementsText } from '../shared/quota-text.ts';
import { escapeHtml, openPage } from './html-text.ts';

export interface ReportContent {
  targetName: string;
  /** Pictures as data URLs. */
  target: string;
  greedyPicture: string;
  optimalPicture: string;
  greedy: SolveReport;
  optimal: MosaicReport;
  grid: Grid;
  poster: ExportSummary;
}

const CHART = { widthPx: 720, heightPx: 220, bottomPx: 24 };
const BINS = 48;

/** How often a photo is used. */
function uses({ rules }: ReportContent['optimal']): string {
  const limit = rules?.reuseLimit ?? 1;
  return limit === 1 ? 'at most once' : `up to ${count(limit)} times`;
}

/** A whole page: target, mosaic, greedy beside optimal with their error histograms, numbers, certificate. */
export function reportPage(content: ReportContent): string {
  const { greedy, optimal, grid, poster } = content;
  const saved = 1 - optimal.meanError / greedy.meanError;
  return `${openPage(`Mosaic of ${content.targetName}`, STYLE)}
<main>
<h1>Mosaic of ${escapeHtml(content.targetName)}</h1>
<p>${count(grid.columns)} × ${count(grid.rows)} cells from ${count(optimal.photoCount)} photos; each cell shows one whole,
unblended photo, each photo ${uses(optimal)}. Poster: ${count(poster.widthPx)} × ${count(poster.heightPx)} pixels.</p>
<p class="verdict">${verdict(optimal)}</p>
<div class="pair">
<figure><img src="${content.target}" alt="The target picture"><figcaption>Target</figcaption></figure>
<figure><img src="${content.optimalPicture}" alt="The optimal mosaic"><figcaption>Mosaic, optimal</figcaption></figure>
</div>
<h2>Greedy beside optimal</h2>
<p>Greedy takes the best remaining pair again and again. The optimum of the same photos has a mean error that is
<strong>${percent(saved)}</strong> lower.</p>
<div class="pair">
<figure><img src="${content.greedyPicture}" alt="The greedy mosaic"><figcaption>Greedy, mean error ${error(greedy.meanError)}</figcaption></figure>
<figure><img src="${content.optimalPicture}" alt="The optimal mosaic"><figcaption>Optimal, mean error ${error(optimal.meanError)}</figcaption></figure>
</div>
${histogramChart(greedy, optimal)}
<h2>Numbers</h2>
<table>
<thead><tr><th></th><th>Greedy</th><th>Optimal</th></tr></thead>
<tbody>
${row('Mean squared error per cell', (report) => error(report.meanError))}
${row('Total cost', (report) => report.cost.toFixed(6))}
${row('Least possible cost (dual bound)', (report) => report.certificate.bound.toFixed(6))}
${row('Gap', (report) => percent(report.certificate.gap))}
${row('Solved in', (report) => `${report.solveMs.toFixed(0)} ms`)}
</tbody>
</table>
<h2>Certificate</h2>
<p>The dual values of the optimal placement were checked against all ${count(optimal.certificate.pairsChecked)} pairs of
photo and cell by code that is independent of the solver: they are feasible and add up to
${optimal.certificate.bound.toFixed(9)}. No placement can cost less; this one costs ${optimal.cost.toFixed(9)}.</p>
</main>
</body>
</html>
`;

  function row(name: string, value: (report: SolveReport) => string): string {
    return `<tr><th scope="row">${name}</th><td>${value(greedy)}</td><td>${value(optimal)}</td></tr>`;
  }
}

function verdict(optimal: MosaicReport): string {
  const { gap, holds } = optimal.certificate;
  if (holds && gap === 0) {
    const which = placementsText(optimal.rules?.reuseLimit ?? 1, optimal.rules?.quotas?.length ?? 0);
    return `Proven optimal: no placement ${which} has a lower total error.`;
  }
  return `At most ${percent(gap)} above the least possible total error.`;
}

/** Both histograms over the same bins, as overlaid steps. */
function histogramChart(greedy: SolveReport, optimal: SolveReport): string {
  const range = valueRange(greedy.cellErrors, optimal.cellErrors);
  const histograms = [greedy, optimal].map((report) => errorHistogram(report.cellErrors, BINS, range).counts);
  const highest = Math.max(1, ...histograms.flatMap((counts) => [...counts]));
  const plotHeightPx = CHART.heightPx - CHART.bottomPx;
  const binWidthPx = CHART.widthPx / BINS;
  const path = (counts: Int32Array): string => {
    const steps = [...counts].map((value, bin) => {
      const y = (plotHeightPx * (1 - value / highest)).toFixed(1);
      return `${(bin * binWidthPx).toFixed(1)} ${y} L${((bin + 1) * binWidthPx).toFixed(1)} ${y}`;
    });
    return `M0 ${plotHeightPx} L${steps.join(' L')} L${CHART.widthPx} ${plotHeightPx} Z`;
  };
  return `<figure class="chart">
<svg viewBox="0 0 ${CHART.widthPx} ${CHART.heightPx}" role="img" aria-label="Histogram of the errors of all cells, greedy and optimal">
<path class="greedy" d="${path(histograms[0]!)}"/><path class="optimal" d="${path(histograms[1]!)}"/>
<text x="0" y="${CHART.heightPx - 6}">${error(range.min)}</text>
<text x="${CHART.widthPx}" y="${CHART.heightPx - 6}" text-anchor="end">${error(range.max)}</text>
</svg>
<figcaption>Error of each cell: <span class="key greedy"></span> greedy <span class="key optimal"></span> optimal</figcaption>
</figure>`;
}

const count = (value: number): string => value.toLocaleString('en');
const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
const error = (value: number): string => value.toFixed(5);

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1e20; --paper: #fbfbfa; --line: #d9d9d6; --greedy: #c2703d; --optimal: #2b7a78; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececea; --paper: #18191b; --line: #3a3b3e; --greedy: #e0935f; --optimal: #58b5b0; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1, h2 { line-height: 1.2; font-weight: 600; }
h2 { margin-top: 40px; }
figure { margin: 0; }
figcaption { margin-top: 6px; font-size: 14px; opacity: 0.8; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; align-items: start; }
.pair img { width: 100%; display: block; border-radius: 4px; }
.verdict { font-weight: 600; color: var(--optimal); }
.chart { margin-top: 24px; }
.chart svg { width: 100%; display: block; }
.chart text { fill: currentColor; font-size: 12px; opacity: 0.8; }
path { fill-opacity: 0.25; stroke-width: 1.5; }
path.greedy { fill: var(--greedy); stroke: var(--greedy); }
path.optimal { fill: var(--optimal); stroke: var(--optimal); }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; vertical-align: -1px; margin-left: 10px; }
.key.greedy { background: var(--greedy); } .key.optimal { background: var(--optimal); }
table { border-collapse: collapse; }
th, td { padding: 6px 20px 6px 0; text-align: left; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th, td { font-variant-numeric: tabular-nums; }
thead th { font-weight: 600; }
`;
