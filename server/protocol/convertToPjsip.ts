import { RequestType } from 'vscode-languageserver';
import {
  compareDrivers,
  conversionMarkdown,
  convertToPjsip as convert,
  loadConverted,
  madeMessages,
  SipConf,
} from '../languages/conversions.ts';
import { aboutFile, type Feature } from './context.ts';
import { CONVERT_REQUEST, type ConvertParams, type ConvertResult } from './convertToPjsipRequest.ts';

const request = new RequestType<ConvertParams, ConvertResult | null, void>(CONVERT_REQUEST);

/** `sipWorkbench/convertToPjsip`: the files and the report, compared over messages of each device. */
export const convertToPjsip: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      aboutFile<ConvertParams, ConvertResult | null>(context, 'conversion', null, ({ view }) =>
        view.model instanceof SipConf ? resultOf(view.model) : null,
      ),
    );
  },
};

function resultOf(model: SipConf): ConvertResult {
  const conversion = convert(model);
  const comparison = compareDrivers(model, loadConverted(conversion, model), madeMessages(model));
  const report = conversionMarkdown(
    conversion,
    comparison,
    ({ file, line }) => `${decodeURIComponent(file.slice(file.lastIndexOf('/') + 1))}:${line + 1}`,
  );
  return { files: conversion.files, report };
}
