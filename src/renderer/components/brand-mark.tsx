/** @file The mark of Smalti: nine glass tiles, one of them lit. Runs in the window. */

const tiles: readonly { x: number; y: number; opacity: number }[] = [
  { x: 1, y: 1, opacity: 0.45 },
  { x: 11, y: 1, opacity: 0.75 },
  { x: 21, y: 1, opacity: 0.3 },
  { x: 1, y: 11, opacity: 0.8 },
  { x: 11, y: 11, opacity: 1 },
  { x: 21, y: 11, opacity: 0.6 },
  { x: 1, y: 21, opacity: 0.35 },
  { x: 11, y: 21, opacity: 0.65 },
  { x: 21, y: 21, opacity: 0.9 },
];

export function BrandMark({ sizePx }: { sizePx: number }): React.JSX.Element {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 30 30" aria-hidden="true" focusable="false">
      {tiles.map(({ x, y, opacity }) => (
        <rect
          key={`${x} ${y}`}
          x={x}
          y={y}
          width="8"
          height="8"
          rx="1.6"
          fill="var(--accent)"
          opacity={opacity}
        />
      ))}
    </svg>
  );
}
