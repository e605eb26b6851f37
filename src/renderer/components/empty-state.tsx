/**
 * @file What a screen says while it has nothing to show: a picture, what is missing, what it would do, and the ways on.
 * Runs in the window.
 */
import { Text, Title } from '@mantine/core';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  /** Drawn above the title; says nothing of its own. */
  picture?: React.ReactNode;
  title: string;
  lead: string;
  testId?: string;
  /** The program's first words are a heading of the first order. */
  isFirst?: boolean;
  children?: React.ReactNode;
}

export function EmptyState(props: EmptyStateProps): React.JSX.Element {
  const { picture, title, lead, testId, isFirst = false, children } = props;
  return (
    <section className={classes.empty} data-testid={testId} aria-label={title}>
      {picture}
      <Title order={isFirst ? 1 : 2}>{title}</Title>
      <Text c="dimmed" size={isFirst ? 'lg' : 'md'} className={classes.lead!}>
        {lead}
      </Text>
      {children}
    </section>
  );
}

/** An icon in the dashed outline of what is missing. */
export function MissingOutline(props: {
  widthPx: number;
  heightPx: number;
  children: React.ReactNode;
}): React.JSX.Element {
  const { widthPx, heightPx, children } = props;
  return (
    <div className={classes.outline} style={{ width: widthPx, height: heightPx }} aria-hidden="true">
      {children}
    </div>
  );
}

/** The ways on, beside each other. */
export function EmptyStateButtons({ children }: { children: React.ReactNode }): React.JSX.Element {
  return <div className={classes.buttons}>{children}</div>;
}

/** What the screen can do, or take, a card each. */
export function EmptyStateCards({
  cards,
}: {
  cards: readonly { title: string; note: string }[];
}): React.JSX.Element {
  // Rows without gaps: up to four cards stand in one row, more of them in rows of three.
  return (
    <ul className={classes.cards} data-many={cards.length > 4 ? true : undefined}>
      {cards.map(({ title, note }) => (
        <li key={title}>
          <strong>{title}</strong>
          <span>{note}</span>
        </li>
      ))}
    </ul>
  );
}
