/** @file The time, for sentences such as '5 minutes ago'. Runs in the window. */
import { useEffect, useState } from 'react';

const RENEWED_MS = 30_000;

/** The time, renewed every half minute. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), RENEWED_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
