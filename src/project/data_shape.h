// Data that is good JSON and yet none of a project's: another product's, a message, a misspelt
// store. Loaded as it is, it would make an empty project, and nobody would know why.
#ifndef GANTT_PROJECT_DATA_SHAPE_H_
#define GANTT_PROJECT_DATA_SHAPE_H_

#include <string>

#include "json/reader.h"

namespace gantt {

// What the object seems to be, or what was meant; empty when nothing speaks against it. It looks
// at the top level alone.
std::string ShapeError(const json::Value& root);

}  // namespace gantt

#endif  // GANTT_PROJECT_DATA_SHAPE_H_
