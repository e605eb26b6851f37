/** @file Undo and redo over immutable states. Pure. */

/** Steps that can be taken back. */
const MOST_STEPS = 1000;

interface Step<State> {
  label: string;
  /** Before the step in `past`, after it in `future`. */
  state: State;
}

export interface History<State> {
  readonly present: State;
  /** Oldest first. */
  readonly past: readonly Step<State>[];
  /** Next first. */
  readonly future: readonly Step<State>[];
}

export function startHistory<State>(present: State): History<State> {
  return { present, past: [], future: [] };
}

/** A new present; what was undone before cannot be redone any more. A state that is the same object is no step. */
export function record<State>(history: History<State>, label: string, state: State): History<State> {
  if (state === history.present) return history;
  const past = [...history.past, { label, state: history.present }].slice(-MOST_STEPS);
  return { present: state, past, future: [] };
}

/** The state before the last step; the same history if there is none. */
export function undo<State>(history: History<State>): History<State> {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return {
    present: step.state,
    past: history.past.slice(0, -1),
    future: [{ label: step.label, state: history.present }, ...history.future],
  };
}

/** The state after the step that was undone last; the same history if there is none. */
export function redo<State>(history: History<State>): History<State> {
  const [step, ...future] = history.future;
  if (step === undefined) return history;
  return {
    present: step.state,
    past: [...history.past, { label: step.label, state: history.present }],
    future,
  };
}
