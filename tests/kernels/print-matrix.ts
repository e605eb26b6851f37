/** @file Writes seeded test matrices to standard output as raw int32, one after another, for make-scipy-costs.py. */
import { makeCosts, type Shape } from '../core/assignment/instances.ts';

const wanted = JSON.parse(process.argv[2] ?? '[]') as [Shape, number, number, number][];
for (const [shape, cellCount, photoCount, seed] of wanted) {
  process.stdout.write(new Uint8Array(makeCosts(shape, cellCount, photoCount, seed).buffer));
}
