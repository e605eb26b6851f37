/** @file Entry of an imaging process: only starts it. Plain Node child on Linux, utility process elsewhere. */
import { serveProcess } from '../processes/serve.ts';
import type { ImagingContract } from './contract.ts';
import { imagingHandlers } from './handlers.ts';

serveProcess<ImagingContract>(imagingHandlers);
