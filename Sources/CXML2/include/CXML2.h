#pragma once

// As much of libxml2 as a walk over a tree of HTML needs. Its own headers stay behind this one: Debian's draw in
// ICU's, which Swift's Foundation brings in another version, and two of them do not fit into one program's modules.

enum cxml2_kind { cxml2_other = 0, cxml2_element = 1, cxml2_text = 2 };

/// A document, read as forgivingly as it can be and without the network; null where it cannot be read at all.
void *cxml2_read_html(const char *bytes, int count);
void cxml2_free(void *document);

/// Nodes, and attributes, whose children are texts.
void *cxml2_first_child(void *node_or_document);
void *cxml2_first_attribute(void *element);
void *cxml2_next(void *node);
enum cxml2_kind cxml2_kind_of(void *node);
const char *cxml2_name(void *node);
/// Of a text.
const char *cxml2_content(void *text);
