import { RequestType } from 'vscode-languageserver';
import { compareDrivers } from '../languages/asterisk/conversion/comparison/compare.ts';
import { loadConverted } from '../languages/asterisk/conversion/comparison/loadConverted.ts';
import { madeMessages } from '../languages/asterisk/conversion/comparison/messages.ts';
import { convertToPjsip as convert } from '../languages/asterisk/conversion/convert.ts';
import { conversionMarkdown } from '../languages/asterisk/conversion/report.ts';
import { SipConf } from '../languages/asterisk/sip-conf/model/model.ts';
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
