/**
 * @file Starts the window over a made-up main process. Query: photos=COUNT (0: no library), scan=1 (a scan runs that
 * never ends), few=1 (too few photos for any grid). Runs in a browser, for looking only.
 */
import { createFakeBridge } from '../fake-bridge.ts';

const query = new URLSearchParams(window.location.search);
window.smalti = createFakeBridge({
  photoCount: Number(query.get('photos') ?? 50_000),
  isScanEndless: query.has('scan'),
});
await import('../../../src/renderer/main.tsx');
