import { RequestType } from 'vscode-languageserver';
import { serversOf } from '../../../languages/serverVersions.ts';
import { harvestFolders, withHarvest } from '../../../workspace/harvest.ts';
import { JsonFileError } from '../../../workspace/jsonFile.ts';
import { type Feature, guarded } from '../../context.ts';
import { HARVEST_REQUEST, type HarvestAnswer, type HarvestParams } from './harvestRequest.ts';

const request = new RequestType<HarvestParams, HarvestAnswer | null, void>(HARVEST_REQUEST);

/** `sipWorkbench/harvest`: names that only the user's own build of a server has, for the project file. */
export const harvest: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      guarded<HarvestParams, HarvestAnswer | null>(
        context,
        'harvest',
        null,
        async ({ folder, projectFile }) => {
          const harvester = serversOf(context.languages).find(one => one.harvester !== undefined)?.harvester;
          if (harvester === undefined) return null;
          const found = await harvestFolders([folder], context.files, harvester);
          if (found === undefined || found.found === 0) return null;
          try {
            const text = withHarvest(projectFile, found);
            const added = Object.values(found.options).reduce((sum, names) => sum + names.length, 0);
            return { text, added: text === (projectFile ?? '') ? 0 : added };
          } catch (error) {
            if (error instanceof JsonFileError) return { refusal: error.message };
            throw error;
          }
        },
      ),
    );
  },
};
