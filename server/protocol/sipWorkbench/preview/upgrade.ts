import { RequestType } from 'vscode-languageserver';
import { baseName } from '../../../workspace/location.ts';
import { aboutFile, type Feature } from '../../context.ts';
import {
  UPGRADE_REQUEST,
  UPGRADE_TARGETS_REQUEST,
  type UpgradeParams,
  type UpgradeResult,
  type UpgradeTargets,
  type UpgradeTargetsParams,
} from './upgradeRequest.ts';

const targetsRequest = new RequestType<UpgradeTargetsParams, UpgradeTargets | null, void>(
  UPGRADE_TARGETS_REQUEST,
);
const upgradeRequest = new RequestType<UpgradeParams, UpgradeResult | null, void>(UPGRADE_REQUEST);

/** `sipWorkbench/upgradeTargets` and `sipWorkbench/upgrade`: later versions, and the files rewritten for one of them. */
export const upgrade: Feature = {
  start: context => {
    context.connection.onRequest(
      targetsRequest,
      aboutFile<UpgradeTargetsParams, UpgradeTargets | null>(
        context,
        'upgrade targets',
        null,
        ({ language: { upgrades, versions }, view }) =>
          upgrades && versions && { server: versions.server, ...upgrades.targets(view.model) },
      ),
    );
    context.connection.onRequest(
      upgradeRequest,
      aboutFile<UpgradeParams, UpgradeResult | null>(
        context,
        'upgrade',
        null,
        ({ language: { upgrades }, view }, { from, to }) => {
          const result = upgrades?.upgrade(view.model, from, to);
          if (upgrades === undefined || result === undefined || result.changes.length === 0) return null;
          return {
            files: result.files.map(({ uri, text }) => ({ source: uri, file: fileFor(uri, to), text })),
            report: upgrades.report(result, baseName, 'markdown'),
          };
        },
      ),
    );
  },
};

/** The file next to the old one, with the version in its name. */
function fileFor(uri: string, version: string): string {
  const slash = uri.lastIndexOf('/');
  const dot = uri.lastIndexOf('.');
  const end = dot > slash ? dot : uri.length;
  return `${uri.slice(0, end)}-${version}${uri.slice(end)}`;
}
