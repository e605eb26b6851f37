/** @file What the library says about its photographer, as charts that lead to the photos. Runs in the window. */
export function InsightsScreen(): React.JSX.Element {
  return <div />;
}
