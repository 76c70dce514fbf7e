#pragma once

// As much of libxml2 as a walk over a tree of HTML or XML needs. Its own headers stay behind this one: Debian's draw in
// ICU's, which Swift's Foundation brings in another version, and two of them do not fit into one program's modules.

enum cxml2_kind { cxml2_other = 0, cxml2_element = 1, cxml2_text = 2 };

/// A document, read as forgivingly as it can be and without the network; null where it cannot be read at all.
void *cxml2_read_html(const char *bytes, int count);

/// Why there is no document: it is not well-formed, or it declares a type of its own, and with it entities.
enum cxml2_refusal { cxml2_malformed = 0, cxml2_typed = 1 };

/// A document, read strictly and without the network; null with the reason, and the line where it is known.
void *cxml2_read_xml(const char *bytes, int count, enum cxml2_refusal *refusal, int *line);
int cxml2_line(void *node);
void cxml2_free(void *document);

/// Nodes, and attributes, whose children are texts.
void *cxml2_first_child(void *node_or_document);
void *cxml2_first_attribute(void *element);
void *cxml2_next(void *node);
enum cxml2_kind cxml2_kind_of(void *node);
const char *cxml2_name(void *node);
/// Of a text.
const char *cxml2_content(void *text);
