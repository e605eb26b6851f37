/**
 * @file Properties draw new cases in every run, so that they go on finding faults; only where a change is judged (CI) they
 * draw the same ones each time: a rare fault of old should be found by people at work, not stop somebody else's change.
 */
import fc from 'fast-check';

if (process.env['CI'] !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1_693_386_008 });
