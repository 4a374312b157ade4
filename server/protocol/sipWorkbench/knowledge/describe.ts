import { RequestType } from 'vscode-languageserver';
import { type Feature, guarded } from '../../context.ts';
import { DESCRIBE_REQUEST, type Described, type DescribeParams } from './describeRequest.ts';

const request = new RequestType<DescribeParams, readonly Described[], void>(DESCRIBE_REQUEST);

/** `sipWorkbench/describe`: what a name means, without a file in which it stands. */
export const describe: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      guarded<DescribeParams, readonly Described[]>(
        context,
        'description of a name',
        [],
        ({ name, language, version = 'auto' }) =>
          context.languages
            .filter(({ id }) => language === undefined || language === id)
            .flatMap(({ id, describeName }) =>
              (describeName?.(name, version) ?? []).map(markdown => ({ language: id, markdown })),
            ),
      ),
    );
  },
};
