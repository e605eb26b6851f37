/**
 * @file The look of Smalti as a Mantine theme: true greys, so that photos keep their colours, and one accent, the green
 * of old glass tiles. Runs in the window.
 */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const glass: MantineColorsTuple = [
  '#e5f6f3',
  '#cdebe6',
  '#9dd8cf',
  '#6ac4b7',
  '#43b2a3',
  '#279f90',
  '#128072',
  '#0d7568',
  '#075e54',
  '#024740',
];

/** Warnings only. */
const amber: MantineColorsTuple = [
  '#fff5e0',
  '#fde8c1',
  '#f8d18a',
  '#f2b84f',
  '#eca524',
  '#d98f0f',
  '#b87608',
  '#935c04',
  '#714503',
  '#523102',
];

const gray: MantineColorsTuple = [
  '#fafafa',
  '#f4f4f4',
  '#ebebeb',
  '#e0e0e0',
  '#cfcfcf',
  '#adadad',
  '#7a7a7a',
  '#565656',
  '#363636',
  '#1f1f1f',
];

const dark: MantineColorsTuple = [
  '#e6e6e6',
  '#bdbdbd',
  '#9a9a9a',
  '#747474',
  '#4c4c4c',
  '#3a3a3a',
  '#2b2b2b',
  '#1f1f1f',
  '#181818',
  '#111111',
];

const systemFonts =
  "system-ui, -apple-system, 'Segoe UI Variable Text', 'Segoe UI', 'Inter', 'Cantarell', 'Noto Sans', sans-serif";

const panel = { backgroundColor: 'var(--surface-panel)' };
const panelTitle = { fontSize: '1rem', fontWeight: 600 };

export const theme = createTheme({
  primaryColor: 'glass',
  primaryShade: { light: 7, dark: 6 },
  colors: { glass, amber, gray, dark },
  autoContrast: true,
  black: '#1a1a1a',
  fontFamily: systemFonts,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  headings: {
    fontFamily: systemFonts,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.3' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 450, withArrow: false, fz: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Button: { styles: { label: { fontWeight: 500 } } },
    SegmentedControl: { styles: { label: { fontWeight: 500 } } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } },
      styles: { content: panel, header: panel, title: panelTitle },
    },
    Drawer: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.3 } },
      styles: { content: panel, header: panel, title: panelTitle },
    },
    Menu: { defaultProps: { shadow: 'md' } },
  },
});
