/** VS Code's own icons (codicons, CC BY 4.0) as inline pictures: only those used here are bundled, and no font is loaded. */
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import debugRestart from '@vscode/codicons/src/icons/debug-continue.svg';
import debugStart from '@vscode/codicons/src/icons/play.svg';
import debugStop from '@vscode/codicons/src/icons/debug-stop.svg';
import folderOpened from '@vscode/codicons/src/icons/folder-opened.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import plus from '@vscode/codicons/src/icons/add.svg';
import sparkle from '@vscode/codicons/src/icons/lightbulb.svg';
import table from '@vscode/codicons/src/icons/table.svg';
import textSize from '@vscode/codicons/src/icons/text-size.svg';
import translate from '@vscode/codicons/src/icons/arrow-swap.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const pictures = {
  add: plus, check, folder: folderOpened, idea: sparkle, info, menu: chevronDown, pause: debugPause, play: debugStart,
  resume: debugRestart, stop: debugStop, table, text: textSize, translate, warning,
} as const;
export type IconName = keyof typeof pictures;

const parser = new DOMParser();

/** A picture in the colour of the text around it, for the eye only: name the thing in text beside it. */
export function icon(name: IconName): SVGElement {
  const picture = document.importNode(parser.parseFromString(pictures[name], 'image/svg+xml').documentElement, true) as unknown as SVGElement;
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('class', 'icon');
  return picture;
}
