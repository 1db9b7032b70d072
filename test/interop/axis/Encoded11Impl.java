// The operations of Axis 1.4's server.

package enc;

public class Encoded11Impl implements Echo_PortType {
  public String echoString(String value) {
    return value;
  }

  public Person echoPerson(Person value) {
    return value;
  }

  public String[] echoStrings(String[] value) {
    return value;
  }

  public Person[] echoPeople(Person[] value) {
    return value;
  }

  public int[][] echoMatrix(int[][] value) {
    return value;
  }

  public int[][] echoGrid(int[][] value) {
    return value;
  }

  public String[][][][] echoCubes(String[][][][] value) {
    return value;
  }

  public Object echoAny(Object value) {
    return value;
  }

  public String book(String value) throws Late, Full {
    if (value.equals("late")) throw new Late(3);
    if (value.equals("full")) throw new Full(0, new Person[] {new Person("Ann", 30, null)});
    return value;
  }
}
