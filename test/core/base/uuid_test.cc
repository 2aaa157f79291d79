#include "base/uuid.h"

#include <gtest/gtest.h>

#include <string>

namespace gantt {
namespace {

TEST(UuidTest, AUuidIsThirtyTwoHexadecimalDigitsInFiveGroups) {
  std::string out;
  for (const char* name : {
           "0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f",
           "_x_0B9C7A52-33F1-4D0E-9C6E-0A1B2C3D4E5F_y",
           "a-b-0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f",
           "0b9c7a5-33f1-4d0e-9c6e-0a1b2c3d4e5f",
           "0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5",
           "0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5g",
           "0b9c7a52_33f1_4d0e_9c6e_0a1b2c3d4e5f",
           "_generatedTaskModel_1",
           "",
       }) {
    out += ContainsUuid(name) ? "yes " : "no ";
  }
  EXPECT_EQ(out, "yes yes yes no no no no no no ");
}

TEST(UuidTest, OneAtTheEndIsFoundThere) {
  std::string out;
  for (const char* text : {
           "0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f",
           "_x_0B9C7A52-33F1-4D0E-9C6E-0A1B2C3D4E5F",
           "_x_0B9C7A52-33F1-4D0E-9C6E-0A1B2C3D4E5F_y",
           "b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f",
           "",
       }) {
    out += EndsWithUuid(text) ? "yes " : "no ";
  }
  EXPECT_EQ(out, "yes yes no no no ");
}

}  // namespace
}  // namespace gantt
