/** @file Everything the photos can be filtered by, with live counts. Runs in the window. */
import { FACETS, type Facet } from '../../../../shared/query.ts';
import { ColourFacet } from './colour-facet.tsx';
import classes from './explorer-sidebar.module.css';
import { FacesFacet } from './faces-facet.tsx';
import { FacetListSection } from './facet-list.tsx';
import { HashtagFacet } from './hashtag-facet.tsx';
import { SavedSets } from './saved-sets.tsx';
import { SearchField } from './search-field.tsx';
import { TimelineFacet } from './timeline-facet.tsx';
import { WeekdayHours } from './weekday-hours.tsx';

/** Those that have a picture of their own above. */
const DRAWN = new Set<Facet>([
  'year',
  'month',
  'weekday',
  'hour',
  'hashtag',
  'colourFamily',
  'majorHue',
  'faces',
]);
const ORDER: readonly Facet[] = [
  'author',
  'shape',
  'camera',
  'kind',
  'companions',
  'favourite',
  'excluded',
  'colourName',
];
const lists = [...new Set([...ORDER, ...FACETS])].filter((facet) => !DRAWN.has(facet));

export function ExplorerSidebar(): React.JSX.Element {
  return (
    <aside className={classes.sidebar} aria-label="Filters" data-testid="explorer">
      <div className={classes.search}>
        <SearchField />
      </div>
      <div className={classes.facets}>
        <SavedSets />
        <ColourFacet />
        <TimelineFacet />
        <HashtagFacet />
        <WeekdayHours />
        <FacesFacet />
        {lists.map((facet) => (
          <FacetListSection key={facet} facet={facet} />
        ))}
      </div>
    </aside>
  );
}
