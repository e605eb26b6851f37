/** @file What was made lately, with its folder and what can be made of it. Runs in the window. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconCertificate,
  IconDots,
  IconFileTypePdf,
  IconFolderShare,
  IconLayoutGrid,
  IconMovie,
  IconPhoto,
  IconShieldCheck,
  IconWorldShare,
  type Icon,
} from '@tabler/icons-react';
import type { MadeFile, MadeKind } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { useNowMs } from '../../components/use-now-ms.ts';
import { formatAgo, formatBytes } from '../../format/format.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import classes from './made-section.module.css';
import panel from './poster-panel.module.css';

const icons: Record<MadeKind, Icon> = {
  poster: IconPhoto,
  page: IconWorldShare,
  certificate: IconCertificate,
  reveal: IconMovie,
  'contact-sheet': IconLayoutGrid,
};
const SHOWN = 8;

export function MadeSection(): React.JSX.Element | null {
  const made = usePosterDesk((state) => state.made);
  const nowMs = useNowMs();
  if (made.length === 0) return null;
  return (
    <section className={panel.section} aria-label="Made lately">
      <h2>Made lately</h2>
      <ul className={classes.list} data-testid="made">
        {made.slice(0, SHOWN).map((file) => (
          <MadeRow key={file.madeId} file={file} nowMs={nowMs} />
        ))}
      </ul>
    </section>
  );
}

function MadeRow({ file, nowMs }: { file: MadeFile; nowMs: number }): React.JSX.Element {
  const { madeId, kind, name, folder, madeAtMs, bytes, isPresent, format } = file;
  const KindIcon = format === 'pdf' ? IconFileTypePdf : icons[kind];
  const facts = [
    ...(isPresent ? [] : ['moved or deleted']),
    ...(bytes === null ? [] : [formatBytes(bytes)]),
    formatAgo(madeAtMs, nowMs),
  ];
  return (
    <li data-testid={`made-${kind}`} data-present={isPresent}>
      <KindIcon size={19} stroke={1.5} aria-hidden="true" />
      <div className={classes.name} title={`${folder}/${name}`}>
        <strong>{name}</strong>
        <span>{facts.join('  ·  ')}</span>
      </div>
      {kind === 'poster' && isPresent ? <PosterMenu file={file} /> : null}
      <Tooltip label="Show in folder">
        <ActionIcon
          size={28}
          aria-label={`Show in folder: ${name}`}
          disabled={!isPresent}
          onClick={() => attempt(usePosterDesk.getState().showInFolder(madeId))}
          data-testid="made-show"
        >
          <IconFolderShare size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function PosterMenu({ file }: { file: MadeFile }): React.JSX.Element {
  const { madeId, name, format } = file;
  const { verify, makeReveal, writeCertificate } = usePosterDesk();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} aria-label={`More: ${name}`} data-testid="made-more">
          <IconDots size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconShieldCheck size={16} stroke={1.6} />}
          onClick={() => attempt(verify(madeId, null))}
          data-testid="made-verify"
        >
          Verify it
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCertificate size={16} stroke={1.6} />}
          onClick={() => attempt(writeCertificate(madeId))}
        >
          Certificate …
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMovie size={16} stroke={1.6} />}
          disabled={format === 'pdf'}
          onClick={() => attempt(makeReveal(madeId))}
        >
          Reveal …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
