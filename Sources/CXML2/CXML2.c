#include "CXML2.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

void *cxml2_read_html(const char *bytes, int count) {
  return htmlReadMemory(bytes, count, NULL, "UTF-8",
                        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                            HTML_PARSE_NOIMPLIED);
}

// Called before anything that a document type declares is read.
static void refuse_type(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
  (void)name, (void)external, (void)system;
  xmlParserCtxtPtr parser = context;
  *(int *)parser->_private = 1;
  xmlStopParser(parser);
}

void *cxml2_read_xml(const char *bytes, int count, enum cxml2_refusal *refusal, int *line) {
  *refusal = cxml2_malformed;
  *line = 0;
  xmlParserCtxtPtr parser = xmlNewParserCtxt();
  if (parser == NULL) return NULL;
  int has_type = 0;
  parser->_private = &has_type;
  parser->sax->internalSubset = refuse_type;
  xmlDocPtr document =
      xmlCtxtReadMemory(parser, bytes, count, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  const xmlError *error = xmlCtxtGetLastError(parser);
  if (error != NULL) *line = error->line;
  if (has_type) {
    *refusal = cxml2_typed;
    xmlFreeDoc(document);
    document = NULL;
  }
  xmlFreeParserCtxt(parser);
  return document;
}

int cxml2_line(void *node) { return (int)xmlGetLineNo(node); }

void cxml2_free(void *document) { xmlFreeDoc(document); }

// A document and an attribute begin with the same members as a node, their children among them.
void *cxml2_first_child(void *node_or_document) { return ((xmlNodePtr)node_or_document)->children; }

void *cxml2_first_attribute(void *element) { return ((xmlNodePtr)element)->properties; }

void *cxml2_next(void *node) { return ((xmlNodePtr)node)->next; }

enum cxml2_kind cxml2_kind_of(void *node) {
  switch (((xmlNodePtr)node)->type) {
  case XML_ELEMENT_NODE: return cxml2_element;
  case XML_TEXT_NODE:
  case XML_CDATA_SECTION_NODE: return cxml2_text;
  default: return cxml2_other;
  }
}

const char *cxml2_name(void *node) { return (const char *)((xmlNodePtr)node)->name; }

const char *cxml2_content(void *text) { return (const char *)((xmlNodePtr)text)->content; }
