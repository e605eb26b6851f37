/** @file The Poster: the sheet to scale on the left, everything about it on the right. Runs in the window. */
import { useEffect, useState } from 'react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import { attempt } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useOriginals } from '../../stores/originals.ts';
import { usePoster } from '../../stores/poster.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { placementNamed, useProject } from '../../stores/project.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import { EdgesSection } from './edges-section.tsx';
import { FileSection } from './file-section.tsx';
import { MadeSection } from './made-section.tsx';
import { useMosaicPicture } from './mosaic-picture.ts';
import { NoMosaic } from './no-mosaic.tsx';
import { OriginalsSection } from './originals-section.tsx';
import { PagePreview } from './page-preview.tsx';
import { PaperSection } from './paper-section.tsx';
import { PictureSection } from './picture-section.tsx';
import { PosterActions, verifyChosenPoster } from './poster-actions.tsx';
import { PosterBar } from './poster-bar.tsx';
import { posterOrder, type PosterSettings } from './poster-settings.ts';
import classes from './poster-screen.module.css';
import panel from './poster-panel.module.css';
import { PreflightSection } from './preflight-section.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { ProofNote } from './proof-note.tsx';
import { usePlannedSheet, usePosterKeys, usePreflight, useSoftProof } from './use-poster.ts';
import { VerifyDialog } from './verify-dialog.tsx';

export function PosterScreen(): React.JSX.Element {
  const view = useMosaic((state) => state.view);
  const project = useProject((state) => state.project);
  const settings = usePoster((state) => state.settings);
  const covered = useUi(isCovered);
  const isVerifying = usePosterDesk((state) => state.verification !== null);
  useEffect(() => attempt(usePosterDesk.getState().load()), []);
  useEffect(() => {
    if (view === null || project === null) return;
    const { columns, rows, libraryId } = view;
    const mosaicKey = `${libraryId}/${project.name}/${columns}x${rows}`;
    usePoster.getState().open(mosaicKey, columns / rows);
  }, [view, project]);
  useKeys('poster', { verifyPoster: verifyChosenPoster }, { isActive: !covered && !isVerifying });
  return (
    <>
      {view === null || project === null || settings === null ? (
        <NoMosaic />
      ) : (
        <Poster view={view} name={project.name} settings={settings} />
      )}
      <VerifyDialog />
    </>
  );
}

function Poster(props: { view: MosaicView; name: string; settings: PosterSettings }): React.JSX.Element {
  const { view, name, settings } = props;
  const { mosaicId, libraryId, columns, rows } = view;
  const unit = usePoster((state) => state.unit);
  const covered = useUi(isCovered);
  const isVerifying = usePosterDesk((state) => state.verification !== null);
  const problem = usePosterDesk((state) => state.preflightError);
  const [isSharing, setSharing] = useState(false);
  const [hasLines, setLines] = useState(true);
  const [isProofOn, setProofOn] = useState(false);
  const shown = useProject((state) => placementNamed(state, settings.placement) ?? state.placement);
  const revision = useProject((state) => state.placement?.revision ?? 0);
  const picture = useMosaicPicture(view, shown);
  const plan = usePlannedSheet(settings.sheet, columns, rows);
  const order = posterOrder(settings, mosaicId);
  const originals = useOriginals(({ known }) => `${known?.searchedAtMs} ${known?.isPresent}`);
  usePreflight(plan === null ? null : order, settings.labId, `${revision} ${originals}`);
  const proof = useSoftProof(plan === null ? null : order, isProofOn, revision);
  const obstacle =
    order === null
      ? 'Choose the CMYK profile first'
      : plan === null || problem !== null
        ? (problem?.message ?? 'There is no room for the photos on such a sheet')
        : null;
  const exportPoster = (): void => {
    if (order !== null && obstacle === null) attempt(usePosterDesk.getState().exportPoster(order));
  };
  usePosterKeys({
    isActive: !covered && !isSharing && !isVerifying,
    exportPoster,
    share: () => setSharing(true),
    toggleLines: () => setLines(!hasLines),
    toggleProof: () => setProofOn(!isProofOn),
  });
  return (
    <div className={classes.screen} data-testid="poster-screen">
      <section className={classes.preview} aria-label="Sheet">
        <PosterBar
          settings={settings}
          hasLines={hasLines}
          onLines={setLines}
          isProofOn={isProofOn}
          onProof={setProofOn}
        />
        {plan === null ? (
          <p className={classes.impossible}>There is no room for the photos on such a sheet.</p>
        ) : (
          <PagePreview
            plan={plan}
            safeMarginMm={settings.sheet.safeMarginMm}
            picture={picture}
            proof={proof}
            unit={unit}
            hasLines={hasLines}
          />
        )}
        {isProofOn ? <ProofNote profileKind={settings.profileKind} /> : null}
      </section>
      <aside className={panel.panel} aria-label="Poster settings">
        <div className={panel.settings}>
          <PaperSection settings={settings} plan={plan} aspect={columns / rows} />
          <EdgesSection sheet={settings.sheet} />
          <PictureSection placement={settings.placement} tint={settings.tint} />
          <FileSection settings={settings} />
          <OriginalsSection libraryId={libraryId} />
          <PreflightSection needsProfile={order === null} />
          <MadeSection />
        </div>
        <PosterActions obstacle={obstacle} onExport={exportPoster} onShare={() => setSharing(true)} />
      </aside>
      <ShareDialog
        isOpen={isSharing}
        mosaicId={mosaicId}
        placement={settings.placement}
        name={name}
        onClose={() => setSharing(false)}
      />
    </div>
  );
}
