/** @file Entry of an imaging process: only starts it. Plain Node child on Linux, utility process elsewhere. */
import { constants, setPriority } from 'node:os';
import { serveProcess } from '../processes/serve.ts';
import type { ImagingContract } from './contract.ts';
import { imagingHandlers } from './handlers.ts';

// Several of these can keep every core busy, and the solver and the window come first. Threads started later inherit it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
serveProcess<ImagingContract>(imagingHandlers);
