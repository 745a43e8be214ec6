// A program that does nothing, to see that the check of the processor stops it even so.
int main() {
  return 0;
}
