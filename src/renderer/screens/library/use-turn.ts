/**
 * @file Turns for work that is too much for one frame: whoever waits is drawn in one of the next, a few in each. Runs in
 * the window.
 */
import { useEffect, useState } from 'react';

/** So that a screenful of rows does not hold up a frame, and one row never waits for the frame after. */
const TURNS_A_FRAME = 3;

const waiting: (() => void)[] = [];
let isDue = false;

function takeTurns(): void {
  isDue = false;
  for (const take of waiting.splice(0, TURNS_A_FRAME)) take();
  if (waiting.length > 0) nextFrame();
}

function nextFrame(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(takeTurns);
}

/**
 * False until it is this component's turn, first come first served; then true for good.
 * @param isAsking it stands in the queue; until then it has no turn
 */
export function useTurn(isAsking: boolean): boolean {
  const [hasTurn, setTurn] = useState(false);
  useEffect(() => {
    if (!isAsking || hasTurn) return undefined;
    const take = (): void => setTurn(true);
    waiting.push(take);
    nextFrame();
    return () => {
      const position = waiting.indexOf(take);
      if (position >= 0) waiting.splice(position, 1);
    };
  }, [isAsking, hasTurn]);
  return hasTurn;
}
