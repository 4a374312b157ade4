import { RequestType } from 'vscode-languageserver';
import type { Converter } from '../../../languages/conversion.ts';
import type { Subject } from '../../../workspace/workspace.ts';
import { type Feature, guarded, throwIfCancelled } from '../../context.ts';
import { CONVERT_REQUEST, type ConvertParams, type ConvertResult } from './convertToPjsipRequest.ts';
import { placeInReport } from './previewResult.ts';

const request = new RequestType<ConvertParams, ConvertResult | null, void>(CONVERT_REQUEST);

/** `sipWorkbench/convertToPjsip`: the files and the report, compared over messages of each device. */
export const convertToPjsip: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      guarded<ConvertParams, ConvertResult | null>(
        context,
        'conversion',
        null,
        async ({ textDocument: { uri } }, token) => {
          const document = await context.workspace.subject(uri);
          const converter = await document?.language.converter?.();
          if (converter === undefined) return null;
          // The file may have changed while the converter was loaded.
          const subject = await context.workspace.subject(uri);
          throwIfCancelled(token);
          return subject === undefined ? null : resultOf(converter, subject);
        },
      ),
    );
  },
};

function resultOf(converter: Converter, { view: { model } }: Subject): ConvertResult {
  const conversion = converter.convert(model);
  const comparison = converter.compare(model, conversion, converter.messagesFor(model));
  const report = converter.report(
    conversion,
    comparison,
    ({ file, line }) => placeInReport(file, line),
    'markdown',
  );
  return { files: conversion.files, report };
}
