// Detects valid JSON that is no project data: data of another product, a message, a misspelt store.
// It would load as an empty project without an explanation.
#ifndef GANTT_PROJECT_DATA_SHAPE_H_
#define GANTT_PROJECT_DATA_SHAPE_H_

#include <string>

#include "json/reader.h"

namespace gantt {

// What the object seems to be, or the intended name; empty if nothing is wrong. Only examines the
// top level.
std::string ShapeError(const json::Value& root);

}  // namespace gantt

#endif  // GANTT_PROJECT_DATA_SHAPE_H_
