/** @file The slim rail on the left: the screens, help and the colour scheme. Runs in the window. */
import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconChartHistogram,
  IconDeviceDesktop,
  IconGridDots,
  IconKeyboard,
  IconMoon,
  IconPhoto,
  IconPrinter,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import { useUi, type ScreenName } from '../stores/ui.ts';
import { BrandMark } from './brand-mark.tsx';
import classes from './rail.module.css';

const screens: readonly { name: ScreenName; title: string; icon: Icon }[] = [
  { name: 'library', title: 'Library', icon: IconPhoto },
  { name: 'studio', title: 'Studio', icon: IconGridDots },
  { name: 'insights', title: 'Insights', icon: IconChartHistogram },
  { name: 'poster', title: 'Poster', icon: IconPrinter },
];

export function Rail(): React.JSX.Element {
  const screen = useUi((ui) => ui.screen);
  const showScreen = useUi((ui) => ui.showScreen);
  const setShortcutsOpen = useUi((ui) => ui.setShortcutsOpen);
  return (
    <nav className={classes.rail} aria-label="Screens">
      <div className={classes.brand}>
        <BrandMark sizePx={30} />
      </div>
      {screens.map(({ name, title, icon: ScreenIcon }) => (
        <UnstyledButton
          key={name}
          className={classes.screen}
          aria-current={screen === name ? 'page' : undefined}
          onClick={() => showScreen(name)}
          data-testid={`screen-${name}`}
        >
          <ScreenIcon size={22} stroke={1.6} aria-hidden="true" />
          <span>{title}</span>
        </UnstyledButton>
      ))}
      <div className={classes.space} />
      <Tooltip label="Keyboard shortcuts" position="right">
        <ActionIcon size="lg" aria-label="Keyboard shortcuts" onClick={() => setShortcutsOpen(true)}>
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <ColourSchemeMenu />
    </nav>
  );
}

const schemes = [
  { name: 'auto', title: 'As the system', icon: IconDeviceDesktop },
  { name: 'light', title: 'Light', icon: IconSun },
  { name: 'dark', title: 'Dark', icon: IconMoon },
] as const;

function ColourSchemeMenu(): React.JSX.Element {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find((scheme) => scheme.name === colorScheme) ?? schemes[0];
  return (
    <Menu position="right-end">
      <Menu.Target>
        <ActionIcon size="lg" aria-label={`Appearance: ${current.title}`} data-testid="appearance">
          <current.icon size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Appearance</Menu.Label>
        {schemes.map(({ name, title, icon: SchemeIcon }) => (
          <Menu.Item
            key={name}
            leftSection={<SchemeIcon size={16} stroke={1.6} />}
            onClick={() => setColorScheme(name)}
            fw={name === colorScheme ? 600 : 400}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
