/**
 * @file Names the system libraries that Electron lacks on a Linux machine, and the command that installs them.
 * Runs in plain Node.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Debian 12 package of each shared library that Electron links and a small machine may lack. */
const debianPackages = new Map(
  Object.entries({
    'libglib-2.0.so.0': 'libglib2.0-0',
    'libgobject-2.0.so.0': 'libglib2.0-0',
    'libgio-2.0.so.0': 'libglib2.0-0',
    'libnss3.so': 'libnss3',
    'libnssutil3.so': 'libnss3',
    'libsmime3.so': 'libnss3',
    'libnspr4.so': 'libnspr4',
    'libdbus-1.so.3': 'libdbus-1-3',
    'libatk-1.0.so.0': 'libatk1.0-0',
    'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
    'libatspi.so.0': 'libatspi2.0-0',
    'libcups.so.2': 'libcups2',
    'libdrm.so.2': 'libdrm2',
    'libgtk-3.so.0': 'libgtk-3-0',
    'libpango-1.0.so.0': 'libpango-1.0-0',
    'libcairo.so.2': 'libcairo2',
    'libX11.so.6': 'libx11-6',
    'libXcomposite.so.1': 'libxcomposite1',
    'libXdamage.so.1': 'libxdamage1',
    'libXext.so.6': 'libxext6',
    'libXfixes.so.3': 'libxfixes3',
    'libXrandr.so.2': 'libxrandr2',
    'libxcb.so.1': 'libxcb1',
    'libxkbcommon.so.0': 'libxkbcommon0',
    'libgbm.so.1': 'libgbm1',
    'libexpat.so.1': 'libexpat1',
    'libudev.so.1': 'libudev1',
    'libasound.so.2': 'libasound2',
  }),
);

/**
 * The shared libraries that the binary needs and this machine lacks, with the Debian packages that bring them;
 * when nothing is missing (always so where there is no `ldd`: the libraries come with the system there).
 * @param {string} executablePath
 */
export async function missingLibraries(executablePath) {
  if (process.platform !== 'linux') return undefined;
  try {
    const { stdout } = await promisify(execFile)('ldd', [executablePath]);
    return missingInLddOutput(stdout);
  } catch {
    return undefined;
  }
}

/**
 * missingLibraries for the output of `ldd`.
 * @param {string} output
 * @returns {{ libraries: string[], packages: string[], sentence: string } | undefined}
 */
export function missingInLddOutput(output) {
  const libraries = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => String(match[1]));
  if (libraries.length === 0) return undefined;
  const packages = [...new Set(libraries.flatMap((library) => debianPackages.get(library) ?? []))].sort();
  const sentence =
    packages.length === 0
      ? `Electron needs libraries that are not on this machine (${libraries.join(', ')}): install them with your system's package manager.`
      : `Electron needs libraries that are not on this machine (${libraries.join(', ')}): sudo apt-get install -y ${packages.join(' ')}`;
  return { libraries, packages, sentence };
}
