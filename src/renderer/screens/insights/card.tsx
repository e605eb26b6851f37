/** @file A framed part of the Insights with a title. Runs in the window. */
import type { ReactNode } from 'react';
import classes from './card.module.css';

interface CardProps {
  title: string;
  /** One sentence under the title. */
  note?: string | undefined;
  /** Beside the title. */
  controls?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}

export function Card({ title, note, controls, isWide = false, children }: CardProps): React.JSX.Element {
  return (
    <section className={classes.card} data-wide={isWide ? true : undefined} aria-label={title}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.title}>{title}</h2>
          {note === undefined ? null : <p className={classes.note}>{note}</p>}
        </div>
        {controls}
      </header>
      {children}
    </section>
  );
}
