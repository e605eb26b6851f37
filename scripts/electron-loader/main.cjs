/**
 * @file What `electron FOLDER` needs and the Electron of the npm registry lacks (it comes without its default app):
 * loads the app folder named on the command line. Copied into the runtime's `resources/app`; runs in Electron's main
 * process, before the app.
 */
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { app } = require('electron');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  app.exit(1);
}

function load(appFolder) {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const description = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  app.setAppPath(appFolder);
  app.setVersion(description.version);
  app.setName(description.productName ?? description.name);
  app.setDesktopName(`${app.name}.desktop`);
  const main = join(appFolder, description.main);
  // At once for CommonJS: some of Electron's functions must be called before the app is ready, and import() waits.
  return main.endsWith('.cjs') ? require(main) : import(pathToFileURL(main).href);
}

if (folder === undefined) {
  fail('Say which app to run: electron FOLDER');
} else {
  const failed = (error) => fail(`The app in ${folder} could not be loaded: ${error.stack ?? error}`);
  try {
    Promise.resolve(load(resolve(folder))).catch(failed);
  } catch (error) {
    failed(error);
  }
}
